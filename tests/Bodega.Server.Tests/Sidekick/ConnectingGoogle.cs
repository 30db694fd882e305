using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>A company's Google account (contract §12.2, W14).</summary>
public sealed class ConnectingGoogle
{
    private const string Callback = "/api/contactos/google/callback";
    private const string Home = "https://front.example/app/menu/perfil?";

    private static readonly (string, string)[] Settings = [("Apis:Sidekick:FrontendUrl", "https://front.example/app/"), ("Integrations:Google:RedirectUri", "https://api.example/api/contactos/google/callback")];

    [Theory, EachDatabase]
    public async Task Whoever_consents_is_connected_once(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, Settings);
        var (admin, other) = (await SidekickClient.FoundAsync(house.Shop, "Sol"), await SidekickClient.FoundAsync(house.Shop, "Luna"));
        var google = new FakeGoogle();
        house.Outside.Answer((http, asked) => google.AnswerAsync(http, asked));
        (await admin.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":false}}""");
        var state = await BeginAsync(house, admin);
        await GoAsync(house, $"?state={state}&code=co%2Fde", "google_conectado=true");
        var asked = Assert.Single(house.Outside.Asked);
        Assert.Equal(("POST", "/token"), (asked.Method, asked.Target));
        Assert.Equal("grant_type=authorization_code&code=co%2Fde&redirect_uri=https%3A%2F%2Fapi.example%2Fapi%2Fcontactos%2Fgoogle%2Fcallback&client_id=id+%26+co&client_secret=client-secret", asked.Body);
        (await admin.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":true,"alcance":"https://www.googleapis.com/auth/contacts","ultimo_sync":null}}""");
        (await other.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":false}}""");
        (await admin.GetAsync("/api/perfil/integraciones")).ShouldBe(200, """{"ok":true,"data":{"pms":{"configurado":false,"proveedor":null},"google":{"configurado":true},"ia":{"configurado":false,"proveedor":null,"modelo":null}}}""");

        await GoAsync(house, $"?state={state}&code=c", "google_error=estado_invalido"); // used
        await GoAsync(house, $"?state={await BeginAsync(house, admin)}&code=c", "google_conectado=true"); // another time
        Assert.Equal(1, await admin.LookAsync((_, db) => db.GoogleConnections.CountAsync()));
        Assert.Equal(
            ["""create  {"scope":"https://www.googleapis.com/auth/contacts"} """, """update {"scope":"https://www.googleapis.com/auth/contacts"} {"scope":"https://www.googleapis.com/auth/contacts"} """],
            await ConnectedShop.TrailAsync(admin, "google_connection"));
        Assert.All(await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == "google_connection").Select(entry => entry.MembershipId == db.Caller.MembershipId).ToListAsync()), Assert.True);
        await house.ShouldKeepAsync(admin, "access-word", "refresh-word", "client-secret", state);
    }

    [Theory, EachDatabase]
    public async Task What_is_missing_is_told_in_order(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, Settings);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var google = new FakeGoogle();
        house.Outside.Answer((http, asked) => google.AnswerAsync(http, asked));
        await GoAsync(house, "?error=access_denied&state=x", "google_error=acceso_denegado");
        foreach (var state in new[] { "", "?code=c", "?state=&code=c", "?state=x&code=c", "?state=%00&code=c", $"?state={new string('A', 54)}&code=c", $"?state={new string('A', 5000)}" }) await GoAsync(house, state, "google_error=estado_invalido");
        await GoAsync(house, $"?state={await BeginAsync(house, admin)}", "google_error=codigo_invalido");
        Assert.Empty(house.Outside.Asked);
        foreach (var (answer, status) in new[] { ("{}", 200), (FakeGoogle.Tokens, 400), ("""{"access_token":"a"}""", 200), ("""{"refresh_token":"a"}""", 200), ("""{"access_token":"a\nb","refresh_token":"a"}""", 200), ("<html>", 200) })
        {
            (google.TokenAnswer, google.TokenStatus) = (answer, status);
            await GoAsync(house, $"?state={await BeginAsync(house, admin)}&code=c", "google_error=token_fallido");
        }
        var late = await BeginAsync(house, admin);
        (google.TokenAnswer, google.TokenStatus) = (FakeGoogle.Tokens, 200);
        house.Shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await GoAsync(house, $"?state={late}&code=c", "google_error=estado_invalido");
        (await admin.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":false}}""");
        Assert.Empty(await ConnectedShop.TrailAsync(admin, "google_connection"));
    }

    [Theory, EachDatabase]
    public async Task Only_who_is_still_an_administrator_connects(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, Settings);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var (second, user) = (await admin.ColleagueAsync("admin"), await admin.ColleagueAsync("operativo"));
        house.Outside.Answer((http, asked) => new FakeGoogle().AnswerAsync(http, asked));
        const string denied = """{"ok":false,"errors":["Acceso denegado."]}""";
        (await user.GetAsync("/api/contactos/google/auth")).ShouldBe(403, denied);
        (await user.DeleteAsync("/api/contactos/google/conexion")).ShouldBe(403, denied);
        (await house.Shop.Traveller().GetAsync("/api/contactos/google/auth")).ShouldBe(401);
        var (demoted, deleted) = (await BeginAsync(house, second), await BeginAsync(house, second));
        (await admin.PatchAsync($"/api/usuarios/{second.UserId}", """{"rol":"operativo"}""")).ShouldBe(200);
        await GoAsync(house, $"?state={demoted}&code=c", "google_error=estado_invalido");
        (await admin.DeleteAsync($"/api/usuarios/{second.UserId}")).ShouldBe(200);
        await GoAsync(house, $"?state={deleted}&code=c", "google_error=estado_invalido");
        Assert.Empty(house.Outside.Asked);
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_come_back_with_one_state_one_is_let_in(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, Settings);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        house.Outside.Answer((http, asked) => new FakeGoogle().AnswerAsync(http, asked));
        var state = await BeginAsync(house, admin);
        var places = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await house.Shop.Traveller().GetAsync($"{Callback}?state={state}&code=c")).Location));
        Assert.Equal((1, 7), (places.Count(place => place == Home + "google_conectado=true"), places.Count(place => place == Home + "google_error=estado_invalido")));
        Assert.Single(house.Outside.Asked);
    }

    [Theory, EachDatabase]
    public async Task Whoever_disconnects_is_forgotten_here_and_there(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, Settings);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        var google = new FakeGoogle();
        house.Outside.Answer((http, asked) => google.AnswerAsync(http, asked));
        (await admin.DeleteAsync("/api/contactos/google/conexion")).ShouldBe(404, """{"ok":false,"errors":["No hay cuenta Google conectada."]}""");
        await GoAsync(house, $"?state={await BeginAsync(house, admin)}&code=c", "google_conectado=true");
        (await admin.DeleteAsync("/api/contactos/google/conexion")).ShouldBe(200, """{"ok":true}""");
        Assert.Equal(("POST", "/revoke", "token=refresh-word"), (house.Outside.Asked[^1].Method, house.Outside.Asked[^1].Target, house.Outside.Asked[^1].Body));
        (await admin.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":false}}""");

        // Here also where Google does not hear of it, or the token cannot be read any more.
        await GoAsync(house, $"?state={await BeginAsync(house, admin)}&code=c", "google_conectado=true");
        house.Outside.Answer((http, _) => Upstream.GiveAsync(http, "{}", 500));
        (await admin.DeleteAsync("/api/contactos/google/conexion")).ShouldBe(200);
        house.Outside.Answer((http, asked) => google.AnswerAsync(http, asked));
        await GoAsync(house, $"?state={await BeginAsync(house, admin)}&code=c", "google_conectado=true");
        await ConnectedShop.LoseKeysAsync(admin);
        var asked = house.Outside.Asked.Count;
        (await admin.DeleteAsync("/api/contactos/google/conexion")).ShouldBe(200);
        Assert.Equal(asked, house.Outside.Asked.Count);
        Assert.Equal(3, (await ConnectedShop.TrailAsync(admin, "google_connection")).Count(row => row.StartsWith("delete", StringComparison.Ordinal)));
    }

    [Theory, EachDatabase]
    public async Task The_usual_addresses_are_the_contract_s(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var reply = (await admin.GetAsync("/api/contactos/google/auth")).ShouldBe(200);
        Assert.StartsWith(
            """{"ok":true,"url":"https://accounts.google.com/o/oauth2/v2/auth?client_id=&redirect_uri=http%3A%2F%2Flocalhost%3A5000%2Fapi%2Fcontactos%2Fgoogle%2Fcallback&response_type=code&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcontacts&access_type=offline&prompt=consent&state=""",
            reply.Text, StringComparison.Ordinal);
        var back = (await shop.Traveller().GetAsync($"{Callback}?error=access_denied")).ShouldBe(302);
        Assert.Equal("http://localhost:4200/menu/perfil?google_error=acceso_denegado", back.Location);
    }

    /// <summary>Sets out; the state that Google would bring back.</summary>
    internal static async Task<string> BeginAsync(ConnectedShop house, SidekickClient admin)
    {
        var url = (await admin.GetAsync("/api/contactos/google/auth")).ShouldBe(200).Json.GetProperty("url").GetString()!;
        Assert.StartsWith($"{house.Outside.Url}/o/oauth2/v2/auth?client_id=id%20%26%20co&", url, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(new Uri(url).Query)["state"].ToString();
    }

    private static async Task GoAsync(ConnectedShop house, string query, string place) => Assert.Equal(Home + place, (await house.Shop.Traveller().GetAsync(Callback + query)).ShouldBe(302).Location);
}
