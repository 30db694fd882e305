using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Flats out of Smoobu (contract §8.8).</summary>
public sealed class SyncingApartments
{
    private const string Path = "/api/apartamentos/sincronizacion/smoobu";

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
        (await user.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"key-one:secret-one","endpoint":"http://127.0.0.1:1"}""")).ShouldBe(200);
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

    private static void Say(ConnectedShop house, params (string Path, string Json)[] answers) => house.Outside.Answer((http, asked) =>
    {
        var found = Array.FindIndex(answers, answer => answer.Path == asked.Path);
        return found < 0 ? Upstream.GiveAsync(http, "{}", 404) : Upstream.GiveAsync(http, answers[found].Json);
    });

    private static async Task<string> FlatsAsync(SidekickClient client) => string.Join(", ", (await client.GetAsync("/api/apartamentos")).ShouldBe(200).Json.GetProperty("apartamentos").EnumerateArray()
        .Select(flat => string.Join(" | ", new[] { "nombre", "direccion", "ciudad", "id_pms", "pms_origen" }.Select(name => flat.GetProperty(name).GetString()))));
}
