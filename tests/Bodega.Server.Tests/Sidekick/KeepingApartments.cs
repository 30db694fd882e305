using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>The company's flats (contract §8.1–8.5, W5).</summary>
public sealed class KeepingApartments
{
    private const string Unknown = """{"ok":false,"errors":["Apartamento no encontrado."]}""";

    [Theory, EachDatabase]
    public async Task Go_as_in_the_worked_examples_11_and_12(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
        var made = (await admin.PostAsync("/api/apartamentos", """{"nombre":"<b>Sol</b> 101","id_externo":"APT-001"}""")).ShouldBe(201);
        var id = IdOf(made);
        var body = $$"""{"id":"{{id}}","empresa_id":"{{admin.CompanyId}}","id_pms":null,"id_externo":"APT-001","nombre":"Sol 101","direccion":null,"ciudad":null,"pms_origen":"manual","activo":true,"created_at":"2026-05-01T13:00:00+00:00","updated_at":"2026-05-01T13:00:00+00:00"}""";
        Assert.Equal($$"""{"ok":true,"apartamento":{{body}}}""", made.Text);
        (await admin.GetAsync($"/api/apartamentos/{id}")).ShouldBe(200, $$"""{"ok":true,"apartamento":{{body}}}""");
        (await admin.GetAsync($"/api/apartamentos/{{{id!.ToUpperInvariant()}}}")).ShouldBe(200, $$"""{"ok":true,"apartamento":{{body}}}""");
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, $$"""{"ok":true,"apartamentos":[{{body}}]}""");

        (await admin.PutAsync($"/api/apartamentos/{id}", """{"id_externo":"X"}""")).ShouldBe(422, """{"ok":false,"errors":["id_externo: Unknown field."]}""");
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        var changed = (await admin.PutAsync($"/api/apartamentos/{id}", """{"direccion":"Calle Sol 1","ciudad":"Sevilla"}""")).ShouldBe(200);
        Assert.Equal(
            $$$"""{"ok":true,"apartamento":{"id":"{{{id}}}","empresa_id":"{{{admin.CompanyId}}}","id_pms":null,"id_externo":"APT-001","nombre":"Sol 101","direccion":"Calle Sol 1","ciudad":"Sevilla","pms_origen":"manual","activo":true,"created_at":"2026-05-01T13:00:00+00:00","updated_at":"2026-05-01T13:00:01+00:00"}}""",
            changed.Text);
        var cleared = (await admin.PutAsync($"/api/apartamentos/{id}", """{"nombre":"Ático","direccion":null}""")).ShouldBe(200).Json.GetProperty("apartamento");
        Assert.Equal(("Ático", null, "Sevilla"), (cleared.GetProperty("nombre").GetString(), cleared.GetProperty("direccion").GetString(), cleared.GetProperty("ciudad").GetString()));

        (await admin.DeleteAsync($"/api/apartamentos/{id}")).ShouldBe(200, """{"ok":true}""");
        (await admin.DeleteAsync($"/api/apartamentos/{id}")).ShouldBe(200, """{"ok":true}""");
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
        Assert.False((await admin.GetAsync($"/api/apartamentos/{id}")).ShouldBe(200).Json.GetProperty("apartamento").GetProperty("activo").GetBoolean());
        Assert.False((await admin.PutAsync($"/api/apartamentos/{id}", """{"nombre":"Otro"}""")).ShouldBe(200).Json.GetProperty("apartamento").GetProperty("activo").GetBoolean());

        Assert.Equal(
            ["create apartment", "update apartment", "update apartment", "delete apartment", "update apartment"],
            await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == "apartment").OrderBy(entry => entry.Id).Select(entry => $"{entry.Action} {entry.EntityType}").ToListAsync()));
    }

    [Theory, EachDatabase]
    public async Task Wrong_fields_get_the_contracts_words_and_leave_nothing(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var user = await (await SidekickClient.FoundAsync(shop, "Sol")).ColleagueAsync("operativo");
        string Long(int length) => new('x', length);
        foreach (var (body, errors) in new[]
        {
            ("""{"ciudad":"Sevilla"}""", """["nombre: Missing data for required field."]"""),
            ("""{"nombre":null}""", """["nombre: Field may not be null."]"""),
            ("""{"nombre":7}""", """["nombre: Not a valid string."]"""),
            ("""{"nombre":" <br> "}""", """["nombre: Length must be between 1 and 200."]"""),
            ($$"""{"nombre":"{{Long(201)}}"}""", """["nombre: Length must be between 1 and 200."]"""),
            ($$"""{"nombre":"a","id_externo":"{{Long(101)}}"}""", """["id_externo: Longer than maximum length 100."]"""),
            ($$"""{"nombre":"a","direccion":"{{Long(301)}}"}""", """["direccion: Longer than maximum length 300."]"""),
            ($$"""{"nombre":"a","ciudad":"{{Long(101)}}"}""", """["ciudad: Longer than maximum length 100."]"""),
            ("""{"nombre":"a","id_pms":"1"}""", """["id_pms: Unknown field."]"""),
        })
            (await user.PostAsync("/api/apartamentos", body)).ShouldBe(422, $$"""{"ok":false,"errors":{{errors}}}""");
        foreach (var none in new[] { null, "{}", "[]", "x" }) (await user.PostAsync("/api/apartamentos", none)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        (await user.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");

        var made = (await user.PostAsync("/api/apartamentos", """{"nombre":"<!-- x --><script>1</script>Sol & Mar <3","id_externo":"","direccion":null,"ciudad":"<i>C&aacute;diz</i>"}""")).ShouldBe(201).Json.GetProperty("apartamento");
        Assert.Equal(("Sol & Mar <3", "", null, "C&aacute;diz"), (made.GetProperty("nombre").GetString(), made.GetProperty("id_externo").GetString(), made.GetProperty("direccion").GetString(), made.GetProperty("ciudad").GetString()));
        var path = $"/api/apartamentos/{made.GetProperty("id").GetString()}";
        (await user.PutAsync(path, "{}")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        (await user.PutAsync(path, """{"nombre":null}""")).ShouldBe(422, """{"ok":false,"errors":["nombre: Field may not be null."]}""");
        (await user.PutAsync(path, """{"nombre":"","activo":false}""")).ShouldBe(422, """{"ok":false,"errors":["nombre: Length must be between 1 and 200.","activo: Unknown field."]}""");
        (await user.PutAsync("/api/apartamentos/7", "{}")).ShouldBe(400);
        (await user.PutAsync("/api/apartamentos/7", """{"nombre":""}""")).ShouldBe(404, Unknown);
    }

    [Theory, EachDatabase]
    public async Task Lists_go_by_name_without_case_and_accents(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        foreach (var name in new[] { "ático", "Zeta", "beta", "Árbol", "Beta 2" }) (await admin.PostAsync("/api/apartamentos", $$"""{"nombre":"{{name}}","id_externo":"igual"}""")).ShouldBe(201);
        Assert.Equal(["Árbol", "ático", "beta", "Beta 2", "Zeta"], (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").EnumerateArray().Select(row => row.GetProperty("nombre").GetString()));
    }

    [Theory, EachDatabase]
    public async Task Another_companys_flats_answer_like_unknown_ones(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (mine, theirs) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var id = IdOf((await theirs.PostAsync("/api/apartamentos", """{"nombre":"Ajeno"}""")).ShouldBe(201));
        foreach (var path in new[] { id, Guid.NewGuid().ToString(), "x", "importacion" }.Select(word => $"/api/apartamentos/{word}"))
        {
            (await mine.GetAsync(path)).ShouldBe(404, Unknown);
            (await mine.PutAsync(path, """{"nombre":"Mío"}""")).ShouldBe(404, Unknown);
            (await mine.DeleteAsync(path)).ShouldBe(404, Unknown);
        }
        (await mine.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
        Assert.Equal("Ajeno", (await theirs.GetAsync($"/api/apartamentos/{id}")).ShouldBe(200).Json.GetProperty("apartamento").GetProperty("nombre").GetString());
    }

    [Theory, EachDatabase]
    public async Task One_removal_of_many_at_once_is_kept_in_the_trail(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var id = IdOf((await admin.PostAsync("/api/apartamentos", """{"nombre":"Uno"}""")).ShouldBe(201));
        foreach (var reply in await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => admin.DeleteAsync($"/api/apartamentos/{id}")))) reply.ShouldBe(200, """{"ok":true}""");
        Assert.Equal(1, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Action == "delete" && entry.EntityType == "apartment")));
    }

    internal static string? IdOf(Reply reply) => reply.Json.GetProperty("apartamento").GetProperty("id").GetString();
}
