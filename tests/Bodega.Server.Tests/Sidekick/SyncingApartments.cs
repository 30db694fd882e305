using Bodega.Server.Tests.Harness;
using Bodega.Server.Tests.Integrations;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Flats out of Smoobu (contract §8.8).</summary>
public sealed class SyncingApartments
{
    private const string Path = "/api/apartamentos/sincronizacion/smoobu";

    private const string TimedOut = """{"ok":false,"errors":["Error al conectar con Smoobu: tiempo de espera agotado"]}""";

    private static readonly (string, string)[] Flats =
    [
        ("/api/apartments", """{"apartments":[{"id":1,"name":"Sol"},{"id":2,"name":"Sin página"},{"id":3,"name":"Mar"}]}"""),
        ("/api/apartments/1", """{"location":{"street":"Calle Sol 1","city":"Sevilla"}}"""),
        ("/api/apartments/3", """{"location":{}}"""),
    ];

    [Theory, EachDatabase]
    public async Task Flats_come_in_are_changed_and_come_back(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var (admin, other) = (await SidekickClient.FoundAsync(house.Shop, "Sol"), await SidekickClient.FoundAsync(house.Shop, "Luna"));
        var user = await admin.ColleagueAsync("operativo");
        Say(house, Flats);
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"key-one:secret-one","endpoint":"http://127.0.0.1:1"}""")).ShouldBe(200);
        (await user.PostAsync(Path, "{}")).ShouldBe(200, """{"ok":true,"resultado":{"total":2,"nuevos":2,"actualizados":0}}""");
        Assert.All(house.Outside.Asked, asked => Assert.Equal("key-one", asked.Header("X-API-Key")));
        Assert.Equal("Mar |  |  | 3 | smoobu, Sol | Calle Sol 1 | Sevilla | 1 | smoobu", await FlatsAsync(admin));
        Assert.Equal("", await FlatsAsync(other));

        foreach (var flat in (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").EnumerateArray().ToList()) (await admin.DeleteAsync($"/api/apartamentos/{flat.GetProperty("id").GetString()}")).ShouldBe(200);
        Say(house, ("/api/apartments", """{"apartments":[{"id":1,"name":"Sol y Luna"}]}"""), ("/api/apartments/1", "{}"));
        (await user.PostAsync(Path)).ShouldBe(200, """{"ok":true,"resultado":{"total":1,"nuevos":0,"actualizados":1}}""");
        Assert.Equal("Sol y Luna | Calle Sol 1 | Sevilla | 1 | smoobu", await FlatsAsync(admin));
        (await user.GetAsync("/api/apartamentos/pms")).ShouldBe(200, """{"ok":true,"config":{"proveedor":"smoobu","endpoint":"http://127.0.0.1:1","activo":true,"ultimo_sync":"2026-05-01T13:00:00+00:00"}}""");
        Assert.Equal(["pms Done 2 Smoobu: 2 nuevos, 0 actualizados", "pms Done 1 Smoobu: 0 nuevos, 1 actualizados"], await ConnectedShop.SyncsAsync(admin));
        Assert.Equal(2, (await ConnectedShop.TrailAsync(admin, "apartment")).Count(row => row.StartsWith("import", StringComparison.Ordinal)));
        await house.ShouldKeepAsync(admin, "key-one", "secret-one");
    }

    [Theory, EachDatabase]
    public async Task Without_a_readable_key_of_smoobu_nobody_is_asked(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        (await admin.PostAsync(Path)).ShouldBe(400, """{"ok":false,"errors":["No hay configuración PMS. Guarda tu API key primero."]}""");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"beds24","api_key":"k"}""")).ShouldBe(200);
        (await admin.PostAsync(Path)).ShouldBe(400, """{"ok":false,"errors":["El proveedor configurado es 'beds24', no 'smoobu'."]}""");
        await ConnectedShop.LoseKeysAsync(admin);
        (await admin.PostAsync(Path)).ShouldBe(400, """{"ok":false,"errors":["El proveedor configurado es 'beds24', no 'smoobu'."]}""");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        await ConnectedShop.LoseKeysAsync(admin);
        (await admin.PostAsync(Path)).ShouldBe(400, """{"ok":false,"errors":["No se pudo descifrar la API key. Vuelve a configurarla."]}""");
        Assert.Empty(house.Outside.Asked);
        Assert.Empty(await ConnectedShop.SyncsAsync(admin));
    }

    [Theory, EachDatabase]
    public async Task What_goes_wrong_there_is_told_shortly_and_logged(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"key-one"}""")).ShouldBe(200);
        async Task Refused(string reason) => (await admin.PostAsync(Path)).ShouldBe(400, $$"""{"ok":false,"errors":["Error al conectar con Smoobu: {{reason}}"]}""");
        foreach (var status in new[] { 401, 404, 429, 500, 302 })
        {
            house.Outside.Answer((http, _) =>
            {
                http.Response.Headers.Location = house.Outside.Url + "/somewhere-else";
                return Upstream.GiveAsync(http, """{"detail":"their-secret-words"}""", status);
            });
            await Refused($"respuesta {status}");
        }
        Say(house, ("/api/apartments", "<html>"));
        await Refused("respuesta no válida");
        house.Outside.Answer((http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await Refused("no se pudo conectar");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"clave ñ"}""")).ShouldBe(200);
        await Refused("la API key o la dirección no son válidas");
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
        Assert.Equal("pms Failed  Error al conectar con Smoobu: respuesta 401", (await ConnectedShop.SyncsAsync(admin))[0]);
        Assert.Equal(8, (await ConnectedShop.SyncsAsync(admin)).Count);
        Assert.Empty(await ConnectedShop.TrailAsync(admin, "apartment"));
        Assert.DoesNotContain(house.Outside.Asked, asked => asked.Path == "/somewhere-else");
        await house.ShouldKeepAsync(admin, "key-one", "their-secret-words");
    }

    [Theory, EachDatabase]
    public async Task Neither_one_slow_answer_nor_many_are_waited_for(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, House.Quick with { PropertyManager = TimeSpan.FromMilliseconds(400), PropertyManagerAltogether = TimeSpan.FromMilliseconds(800) });
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        house.Outside.Answer((http, _) => Upstream.KeepSilentAsync(http));
        (await admin.PostAsync(Path)).ShouldBe(400, TimedOut);
        var flats = string.Join(',', Enumerable.Range(1, 40).Select(id => $$"""{"id":{{id}},"name":"Piso"}"""));
        house.Outside.Answer((http, asked) => asked.Path == "/api/apartments" ? Upstream.GiveAsync(http, $$"""{"apartments":[{{flats}}]}""") : Upstream.KeepSilentAsync(http));
        (await admin.PostAsync(Path)).ShouldBe(400, TimedOut);
        Assert.InRange(house.Outside.Asked.Count, 2, 20); // of 42
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
    }

    [Theory, EachDatabase]
    public async Task No_company_makes_the_house_call_itself(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        await using var inside = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, """{"success":true,"data":[]}"""));
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        foreach (var address in new[] { inside.Url, inside.Url.Replace("http:", "https:", StringComparison.Ordinal), $"https://localhost:{inside.Port}", $"https://[::ffff:127.0.0.1]:{inside.Port}", "https://169.254.169.254/latest", house.Outside.Url.Replace("http:", "https:", StringComparison.Ordinal) })
        {
            (await admin.PutAsync("/api/apartamentos/pms", $$"""{"proveedor":"beds24","api_key":"k","endpoint":"{{address}}"}""")).ShouldBe(200);
            (await admin.GetAsync("/api/heatmap?desde=2026-05-01&hasta=2026-05-02")).ShouldBe(400, """{"ok":false,"errors":["Error al obtener datos del PMS. Inténtalo de nuevo."]}""");
        }
        Assert.Empty(inside.Asked);
    }

    [Theory, EachDatabase]
    public async Task A_key_against_repetition_does_not_put_calls_inside_a_change(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        Say(house, Flats);
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        for (var i = 0; i < 2; i++) (await admin.SendAsync(HttpMethod.Post, Path, null, ("Idempotency-Key", "una"))).ShouldBe(200);
        Assert.Equal((2, 0), ((await ConnectedShop.SyncsAsync(admin)).Count, await admin.LookAsync((_, db) => db.IdempotentRequests.CountAsync())));
    }

    private static void Say(ConnectedShop house, params (string Path, string Json)[] answers) => house.Outside.Answer((http, asked) =>
    {
        var found = Array.FindIndex(answers, answer => answer.Path == asked.Path);
        return found < 0 ? Upstream.GiveAsync(http, "{}", 404) : Upstream.GiveAsync(http, answers[found].Json);
    });

    private static async Task<string> FlatsAsync(SidekickClient client) => string.Join(", ", (await client.GetAsync("/api/apartamentos")).ShouldBe(200).Json.GetProperty("apartamentos").EnumerateArray()
        .Select(flat => string.Join(" | ", new[] { "nombre", "direccion", "ciudad", "id_pms", "pms_origen" }.Select(name => flat.GetProperty(name).GetString()))));
}
