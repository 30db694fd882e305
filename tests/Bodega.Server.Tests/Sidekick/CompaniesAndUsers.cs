using System.Globalization;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Companies and their users (contract §5, §6; W10, W11, W16, W17).</summary>
public sealed class CompaniesAndUsers
{
    private const string NoUser = """{"ok":false,"errors":["Usuario no encontrado."]}""";
    private const string NoCompany = """{"ok":false,"errors":["Empresa no encontrada."]}""";

    [Theory, EachDatabase]
    public async Task Go_as_in_the_worked_examples_6_to_10(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var root = await SidekickClient.RootAsync(shop);
        var founded = (await root.PostAsync("/api/empresas", """{"nombre":"Hotel Nuevo S.L.","email":"admin@hotel-nuevo.com"}""")).ShouldBe(201);
        var company = founded.Json.GetProperty("empresa").GetProperty("id").GetString();
        Assert.Equal($$$"""{"ok":true,"empresa":{"id":"{{{company}}}","nombre":"Hotel Nuevo S.L.","email":"admin@hotel-nuevo.com"}}""", founded.Text);
        (await root.PostAsync("/api/empresas", """{"nombre":"Otra","email":"ADMIN@hotel-nuevo.com"}""")).ShouldBe(409, """{"ok":false,"errors":["Ya existe una empresa con ese email."]}""");
        (await root.PostAsync("/api/empresas", "{}")).ShouldBe(422, """{"ok":false,"errors":["Missing data for required field.","Missing data for required field."]}""");
        (await root.PostAsync("/api/empresas", "[1]")).ShouldBe(422, """{"ok":false,"errors":["Invalid input type."]}""");
        (await root.PostAsync("/api/empresas")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        (await root.PostAsync("/api/empresas", """{"nombre":"","email":"no"}""")).ShouldBe(422, """{"ok":false,"errors":["Length must be between 1 and 200.","Not a valid email address."]}""");

        var made = (await root.PostAsync($"/api/usuarios?empresa_id={company}", """{"email":" Ana@Hotel-Nuevo.com ","rol":"Admin"}""")).ShouldBe(201);
        var (user, password) = (made.Json.GetProperty("usuario"), made.Json.GetProperty("password_temporal").GetString()!);
        var (id, at) = (user.GetProperty("id").GetString(), user.GetProperty("created_at").GetString());
        Assert.Equal($$$"""{"ok":true,"usuario":{"id":"{{{id}}}","email":"ana@hotel-nuevo.com","rol":"admin","activo":true,"created_at":"{{{at}}}"},"password_temporal":"{{{password}}}"}""", made.Text);
        Assert.Matches("^[A-Z0-9_-]{12}$", password);
        Assert.Equal("2026-05-01T13:00:00+00:00", at);
        Assert.Equal("no-store", made.Headers["Cache-Control"]);

        var ana = await SidekickClient.SignInAsync(shop, "ana@hotel-nuevo.com", password);
        Assert.True(Reading.Claims(ana.Token).GetProperty("debe_cambiar_password").GetBoolean());
        (await ana.PutAsync("/api/perfil/password", $$"""{"password_actual":"{{password}}","password_nueva":"Nueva#2026"}""")).ShouldBe(200, """{"ok":true}""");
        ana = await ana.AgainAsync("Nueva#2026");
        Assert.False(Reading.Claims(ana.Token).GetProperty("debe_cambiar_password").GetBoolean());
        Assert.Equal(company, ana.CompanyId);
        (await ana.GetAsync("/api/perfil")).ShouldBe(200,
            $$$"""{"ok":true,"data":{"id":"{{{id}}}","email":"ana@hotel-nuevo.com","rol":"admin","empresa_id":"{{{company}}}","empresa_nombre":"Hotel Nuevo S.L.","password_changed_at":"2026-05-01T13:00:00+00:00"}}""");

        (await ana.PatchAsync($"/api/usuarios/{id}", """{"rol":"operativo"}""")).ShouldBe(422, """{"ok":false,"errors":["No se puede quitar el rol al único administrador."]}""");
        (await ana.DeleteAsync($"/api/usuarios/{id}")).ShouldBe(422, """{"ok":false,"errors":["No puedes eliminar tu propia cuenta."]}""");
        (await root.DeleteAsync($"/api/usuarios/{id}?empresa_id={company}")).ShouldBe(422, """{"ok":false,"errors":["No se puede eliminar al único administrador."]}""");
        var worker = await ana.ColleagueAsync("operativo");
        (await worker.GetAsync("/api/usuarios")).ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}""");
        (await ana.GetAsync("/api/empresas")).ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}""");
        (await worker.PostAsync("/api/usuarios")).ShouldBe(403); // the role comes before the body
        (await ana.GetAsync($"/api/usuarios?empresa_id={root.CompanyId}")).ShouldBe(200, (await ana.GetAsync("/api/usuarios")).Text); // the parameter counts for who runs the installation
        Assert.Equal(["ana@hotel-nuevo.com", worker.Email], (await ana.GetAsync("/api/usuarios")).Json.GetProperty("usuarios").EnumerateArray().Select(row => row.GetProperty("email").GetString()!));
    }

    [Theory, EachDatabase]
    public async Task Wrong_input_gets_the_contracts_words_and_leaves_nothing(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var root = await SidekickClient.RootAsync(shop);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var other = await SidekickClient.FoundAsync(shop, "Luna");
        var before = (await admin.GetAsync("/api/usuarios")).ShouldBe(200).Text;
        foreach (var (body, text) in new[]
        {
            ("""{"rol":"admin","x":1}""", """["email: Missing data for required field.","x: Unknown field."]"""),
            ("""{"email":1,"rol":null}""", """["email: Not a valid string.","rol: Field may not be null."]"""),
            ("""{"email":"  ","rol":"jefe"}""", """["email: El correo electrónico no es válido.","rol: Rol inválido. Opciones: admin, operativo."]"""),
            ("""{"email":"ana@sol","rol":"admin"}""", """["El correo electrónico no es válido."]"""),
            ("""{"email":"ana@sol.test","rol":"admin"}""", """["El correo electrónico no es válido."]"""),
            ($$"""{"email":"{{other.Email.ToUpperInvariant()}}","rol":"admin"}""", """["El correo electrónico ya está en uso."]"""),
        })
            (await admin.PostAsync("/api/usuarios", body)).ShouldBe(422, $$"""{"ok":false,"errors":{{text}}}""");
        (await admin.PatchAsync($"/api/usuarios/{other.UserId}", """{"rol":"jefe"}""")).ShouldBe(422, """{"ok":false,"errors":["rol: Rol inválido. Opciones: admin, operativo."]}""");
        foreach (var id in new[] { other.UserId, "00000000-0000-4000-8000-000000000000", "1", "x" })
        {
            (await admin.PatchAsync($"/api/usuarios/{id}", """{"rol":"admin"}""")).ShouldBe(404, NoUser);
            (await admin.PatchAsync($"/api/usuarios/{id}/contrasena", "{}")).ShouldBe(404, NoUser);
            (await admin.DeleteAsync($"/api/usuarios/{id}")).ShouldBe(404, NoUser);
        }
        foreach (var id in new[] { "00000000-0000-4000-8000-000000000000", "x" })
        {
            (await root.PostAsync($"/api/usuarios?empresa_id={id}", """{"email":"neu@sol.es","rol":"admin"}""")).ShouldBe(404, NoCompany);
            (await root.DeleteAsync($"/api/empresas/{id}")).ShouldBe(404, NoCompany);
        }
        (await root.GetAsync("/api/usuarios?empresa_id=00000000-0000-4000-8000-000000000000")).ShouldBe(200, """{"ok":true,"usuarios":[],"max_usuarios":4}""");
        (await root.GetAsync("/api/usuarios?empresa_id=x")).ShouldBe(404, NoCompany);
        (await root.DeleteAsync($"/api/empresas/{root.CompanyId}")).ShouldBe(422, """{"ok":false,"errors":["No puedes eliminar tu propia empresa."]}""");
        Assert.Equal(before, (await admin.GetAsync("/api/usuarios")).Text);
        // An id in any spelling is the same id.
        (await admin.PatchAsync($"/api/usuarios/{Guid.Parse(admin.UserId).ToString("B").ToUpperInvariant()}", """{"rol":"admin"}""")).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task Never_more_users_than_the_company_may_have_however_many_ask_at_once(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => admin.PostAsync("/api/usuarios", $$"""{"email":"u{{i}}@sol.es","rol":"operativo"}""")));
        Assert.Equal(3, replies.Count(reply => reply.Status == 201));
        foreach (var refused in replies.Where(reply => reply.Status != 201)) refused.ShouldBe(422, """{"ok":false,"errors":["Límite de usuarios alcanzado (4)."]}""");
        Assert.Equal(4, (await admin.GetAsync("/api/usuarios")).Json.GetProperty("usuarios").GetArrayLength());

        // A company's own number, where its settings name one.
        await admin.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            db.TenantSettings.Add(new Bodega.Tenants.TenantSetting { Key = Bodega.Accounts.CompanyUser.LimitsKey, Json = """{"max_users":5}""" });
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        (await admin.PostAsync("/api/usuarios", """{"email":"nadia@sol.es","rol":"operativo"}""")).ShouldBe(201);
        (await admin.PostAsync("/api/usuarios", """{"email":"nora@sol.es","rol":"operativo"}""")).ShouldBe(422, """{"ok":false,"errors":["Límite de usuarios alcanzado (5)."]}""");
        Assert.Equal(5, (await admin.GetAsync("/api/usuarios")).Json.GetProperty("max_usuarios").GetInt32());
        // Whoever is removed makes room, and their e-mail is free again.
        var nadia = (await admin.GetAsync("/api/usuarios")).Json.GetProperty("usuarios").EnumerateArray().Single(user => user.GetProperty("email").GetString() == "nadia@sol.es").GetProperty("id").GetString();
        (await admin.DeleteAsync($"/api/usuarios/{nadia}")).ShouldBe(200, """{"ok":true}""");
        (await admin.PostAsync("/api/usuarios", """{"email":"nadia@sol.es","rol":"admin"}""")).ShouldBe(201);
    }

    [Theory, EachDatabase]
    public async Task One_administrator_is_left_when_two_put_each_other_out_at_once(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        for (var turn = 0; turn < 4; turn++)
        {
            var one = await SidekickClient.FoundAsync(shop, string.Create(CultureInfo.InvariantCulture, $"Sol {turn}"));
            var two = await one.ColleagueAsync("admin");
            await Task.WhenAll(turn % 2 == 0
                ? [one.PatchAsync($"/api/usuarios/{two.UserId}", """{"rol":"operativo"}"""), two.PatchAsync($"/api/usuarios/{one.UserId}", """{"rol":"operativo"}""")]
                : [one.DeleteAsync($"/api/usuarios/{two.UserId}"), two.DeleteAsync($"/api/usuarios/{one.UserId}")]);
            var left = await one.LookAsync((_, db) => db.Memberships.CountAsync(m => m.Role >= Bodega.Accounts.MembershipRole.Admin && m.Status == Bodega.Accounts.MembershipStatus.Active && m.AccountId != null));
            Assert.Equal(1, left);
        }
    }

    [Theory, EachDatabase]
    public async Task Of_two_companies_with_one_email_at_once_one_is_founded(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var root = await SidekickClient.RootAsync(shop);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => root.PostAsync("/api/empresas", $$"""{"nombre":"Sol {{i}}","email":"uno@sol.es"}""")));
        Assert.Equal((1, 7), (replies.Count(reply => reply.Status == 201), replies.Count(reply => reply.Status == 409)));
        var names = (await root.GetAsync("/api/empresas")).ShouldBe(200).Json.GetProperty("empresas").EnumerateArray().Select(row => row.GetProperty("nombre").GetString()!).ToList();
        Assert.Equal(1, names.Count(name => name.StartsWith("Sol", StringComparison.Ordinal)));
    }
}
