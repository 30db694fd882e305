using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>A company's property manager and its key (contract §7.3–7.5, §8.9, W4).</summary>
public sealed class ConnectingPropertyManagers
{
    private const string Profile = "/api/perfil/integraciones";
    private const string Mine = "/api/apartamentos/pms";

    [Theory, EachDatabase]
    public async Task Both_ways_lead_to_one_record(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var user = await admin.ColleagueAsync("operativo");
        (await user.GetAsync(Profile)).ShouldBe(200, """{"ok":true,"data":{"pms":{"configurado":false,"proveedor":null},"google":{"configurado":false},"ia":{"configurado":false,"proveedor":null,"modelo":null}}}""");
        (await user.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":null}""");
        (await user.DeleteAsync(Mine)).ShouldBe(404, """{"ok":false,"errors":["No hay configuración PMS para eliminar."]}""");
        (await admin.DeleteAsync(Profile + "/pms")).ShouldBe(200, """{"ok":true}""");

        (await admin.PutAsync(Profile + "/pms", """{"proveedor":"cloudbeds","api_key":"key-one"}""")).ShouldBe(200, """{"ok":true}""");
        (await user.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":{"proveedor":"cloudbeds","endpoint":null,"activo":true,"ultimo_sync":null}}""");
        const string config = """{"ok":true,"config":{"proveedor":"beds24","endpoint":"https://user:pass-word@pms.example/v2?t=query-word","activo":true,"ultimo_sync":null}}""";
        const string elsewhere = """{"proveedor":"beds24","api_key":" key-two ","endpoint":" https://user:pass-word@pms.example/v2?t=query-word "}""";
        (await user.PutAsync(Mine, elsewhere)).ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}"""); // where keys are sent is the administrators' affair
        (await admin.PutAsync(Mine, elsewhere)).ShouldBe(200, config);
        (await admin.PutAsync(Profile + "/pms", """{"proveedor":"beds24","api_key":"key-three","api_secret":"key-four"}""")).ShouldBe(200);
        (await user.GetAsync(Mine)).ShouldBe(200, config); // the address stays
        (await user.PutAsync(Mine, """{"proveedor":"smoobu","api_key":"key-five","api_secret":null}""")).ShouldBe(200, """{"ok":true,"config":{"proveedor":"smoobu","endpoint":null,"activo":true,"ultimo_sync":null}}""");
        (await user.GetAsync(Profile)).ShouldBe(200, """{"ok":true,"data":{"pms":{"configurado":true,"proveedor":"smoobu"},"google":{"configurado":false},"ia":{"configurado":false,"proveedor":null,"modelo":null}}}""");
        Assert.Equal(1, await admin.LookAsync((_, db) => db.PmsConnections.CountAsync()));

        (await user.DeleteAsync(Mine)).ShouldBe(200, """{"ok":true}""");
        (await user.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":null}""");
        Assert.Equal(
        [
            """create  {"provider":"cloudbeds","host":null,"has_key":true} """,
            """update {"provider":"cloudbeds","host":null,"has_key":true} {"provider":"beds24","host":"pms.example","has_key":true} """,
            """update {"provider":"beds24","host":"pms.example","has_key":true} {"provider":"beds24","host":"pms.example","has_key":true} """,
            """update {"provider":"beds24","host":"pms.example","has_key":true} {"provider":"smoobu","host":null,"has_key":true} """,
            """delete {"provider":"smoobu","host":null,"has_key":true}  """,
        ], await ConnectedShop.TrailAsync(admin, "pms_connection"));
        await house.ShouldKeepAsync(admin, "key-one", "key-two", "key-three", "key-four", "key-five", "pass-word", "query-word");
        Assert.Empty(house.Outside.Asked);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_is_said_and_nothing_stored(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        foreach (var path in new[] { Profile + "/pms", Mine })
        {
            async Task Refused(string json, params string[] errors)
            {
                var reply = (await admin.PutAsync(path, json)).ShouldBe(422);
                Assert.Equal(errors.Order(StringComparer.Ordinal), reply.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!).Order(StringComparer.Ordinal));
            }
            (await admin.PutAsync(path, "{}")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
            await Refused("""{"x":1}""", "proveedor: Missing data for required field.", "api_key: Missing data for required field.", "x: Unknown field.");
            await Refused("""{"proveedor":"airbnb","api_key":""}""", "proveedor: Must be one of: smoobu, beds24, hostaway, cloudbeds.", "api_key: Length must be between 1 and 500.");
            await Refused($$"""{"proveedor":"smoobu","api_key":"{{new string('k', 501)}}"}""", "api_key: Length must be between 1 and 500.");
            await Refused("""{"proveedor":null,"api_key":7}""", "proveedor: Field may not be null.", "api_key: Not a valid string.");
            await Refused($$"""{"proveedor":"smoobu","api_key":"k","endpoint":"{{new string('e', 501)}}"}""", "endpoint: Longer than maximum length 500.");
            await Refused("""{"proveedor":"smoobu","api_key":"k","endpoint":null}""", "endpoint: Field may not be null.");
            await Refused($$"""{"proveedor":"smoobu","api_key":"k","api_secret":"{{new string('s', 501)}}"}""", "api_secret: Longer than maximum length 500.");
        }
        (await admin.PutAsync(Mine, """{"proveedor":"smoobu","api_key":"  "}""")).ShouldBe(422, """{"ok":false,"errors":["api_key: Length must be between 1 and 500."]}""");
        (await admin.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":null}""");
        Assert.Empty(await ConnectedShop.TrailAsync(admin, "pms_connection"));
    }

    [Theory, EachDatabase]
    public async Task Only_administrators_change_it_in_the_profile_and_elsewhere_where_the_house_says_so(Database database)
    {
        const string denied = """{"ok":false,"errors":["Acceso denegado."]}""";
        const string key = """{"proveedor":"smoobu","api_key":"k"}""";
        await using var house = await ConnectedShop.OpenAsync(database, ("Apis:Sidekick:Pms:RequireAdmin", "true"));
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var user = await admin.ColleagueAsync("operativo");
        (await user.PutAsync(Profile + "/pms", key)).ShouldBe(403, denied);
        (await user.DeleteAsync(Profile + "/pms")).ShouldBe(403, denied);
        (await user.PutAsync(Mine, "{}")).ShouldBe(403, denied);
        (await user.DeleteAsync(Mine)).ShouldBe(403, denied);
        (await user.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":null}""");
        (await admin.PutAsync(Mine, key)).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task No_company_sees_or_changes_another_s(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var (sol, luna) = (await SidekickClient.FoundAsync(house.Shop, "Sol"), await SidekickClient.FoundAsync(house.Shop, "Luna"));
        (await sol.PutAsync(Mine, """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        (await luna.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":null}""");
        (await luna.DeleteAsync(Mine)).ShouldBe(404);
        (await luna.PutAsync(Mine, """{"proveedor":"beds24","api_key":"k"}""")).ShouldBe(200);
        (await luna.DeleteAsync(Profile + "/pms")).ShouldBe(200);
        (await sol.GetAsync(Mine)).ShouldBe(200, """{"ok":true,"config":{"proveedor":"smoobu","endpoint":null,"activo":true,"ultimo_sync":null}}""");
    }

    [Theory, EachDatabase]
    public async Task Keys_set_at_once_are_one_key(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => admin.PutAsync(Mine, $$"""{"proveedor":"smoobu","api_key":"k{{i}}"}""")));
        Assert.All(replies, reply => reply.ShouldBe(200));
        Assert.Equal(1, await admin.LookAsync((_, db) => db.PmsConnections.CountAsync()));
        Assert.Equal(10, (await ConnectedShop.TrailAsync(admin, "pms_connection")).Count);
    }
}
