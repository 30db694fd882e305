using Bodega.Server.Tests.Harness;
using Bodega.Server.Tests.Integrations;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Guests as contacts in Google (contract §12.6, §9.5).</summary>
public sealed class SyncingContacts
{
    private const string OfBookings = "/api/contactos/sincronizacion";
    private const string OfWorkbook = "/api/contactos/xlsx/sincronizacion";
    private const string NotConnected = """{"ok":false,"errors":["No hay cuenta Google conectada. Conéctala primero desde el panel."]}""";

    private const string Bookings = """
        {"bookings":[
          {"lastname":"Ruiz","firstname":"Ana","phone":"+34600111222","arrival":"2026-05-08","apartment":{"id":22,"name":"Apt Dos"}},
          {"lastname":"Ruiz","firstname":"Ana","phone":"+34600111222","arrival":"2026-05-07","apartment":{"id":11,"name":"Apt Uno"}},
          {"guest-name":"Beto","phone":"(+34)600 999 999","arrival":"2026-05-09"},{"guest-name":"Sin Móvil","arrival":"2026-05-09"}]}
        """;

    [Theory, EachDatabase]
    public async Task Guests_become_contacts_and_those_known_get_another_name(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var (admin, google) = await ConnectAsync(house);
        var user = await admin.ColleagueAsync("operativo");
        google.Contacts.Add(("+34 600 999 999", "Antiguo"));
        (await user.PostAsync(OfBookings, "{}")).ShouldBe(200, """{"ok":true,"resultado":{"total":4,"nuevos":1,"actualizados":1}}""");
        Assert.Equal([("+34600 999 999", "260509 -  - Beto"), ("+34600111222", "260507 - Apt Dos, Apt Uno - Ruiz, Ana")], google.Contacts);
        Assert.Equal("arrivalFrom=2026-05-01&arrivalTo=2027-05-01&page=1&pageSize=100", house.Outside.Asked.Single(asked => asked.Path == "/api/reservations").Query);
        (await user.PostAsync(OfBookings, """{"desde":"2026-05-06","hasta":null}""")).ShouldBe(200, """{"ok":true,"resultado":{"total":4,"nuevos":0,"actualizados":2}}""");
        Assert.Equal("arrivalFrom=2026-05-06&arrivalTo=2027-05-01&page=1&pageSize=100", house.Outside.Asked.Last(asked => asked.Path == "/api/reservations").Query);

        var file = await SheetFile.OfAsync("Check-in | Nombre | Teléfono", "2026-05-07 | Eva | +34600333444", "2026-05-07 | Eva y Leo | +34 600 333 444");
        (await user.UploadAsync(OfWorkbook, "a.xlsx", file)).ShouldBe(200, """{"ok":true,"resultado":{"total":2,"nuevos":1,"actualizados":1}}"""); // both have one phone
        Assert.Equal(3, google.Contacts.Count);
        Assert.Equal(
            ["google_contacts Done 2 Nuevos: 1, actualizados: 1", "google_contacts Done 2 Nuevos: 0, actualizados: 2", "google_contacts Done 2 XLSX — Nuevos: 1, actualizados: 1"],
            await ConnectedShop.SyncsAsync(admin));
        Assert.Equal("""export   {"source":"google_contacts","new":1,"updated":1,"failed":0}""", (await ConnectedShop.TrailAsync(admin, "guest_contact"))[0]);
        Assert.Equal(3, (await ConnectedShop.TrailAsync(admin, "guest_contact")).Count);
        (await user.GetAsync("/api/contactos/google/status")).ShouldBe(200, """{"ok":true,"google":{"conectado":true,"alcance":"https://www.googleapis.com/auth/contacts","ultimo_sync":"2026-05-01T13:00:00+00:00"}}""");
        Assert.Single(house.Outside.Asked, asked => asked.Path == "/token"); // the consent: nothing had to be renewed
        await house.ShouldKeepAsync(admin, "Ruiz", "600111222", "600 999 999", "333444", "Beto", "access-word", "refresh-word", "key-one");
    }

    [Theory, EachDatabase]
    public async Task What_is_missing_is_told_in_the_contract_s_order(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var admin = await SidekickClient.FoundAsync(house.Shop, "Sol");
        async Task Refused(string error, string body = "{}") => (await admin.PostAsync(OfBookings, body)).ShouldBe(400, $$"""{"ok":false,"errors":["{{error}}"]}""");
        await Refused("Parámetros de fecha inválidos.", """{"desde":"ayer"}""");
        await Refused("Parámetros de fecha inválidos.", """{"desde":20260501}""");
        await Refused("Parámetros de fecha inválidos.", """{"x":1}""");
        (await admin.PostAsync(OfBookings, "no json")).ShouldBe(400, NotConnected);
        (await admin.PostAsync(OfWorkbook)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un campo 'file' con el archivo."]}""");
        (await admin.UploadAsync(OfWorkbook, "a.ods", [])).ShouldBe(400, """{"ok":false,"errors":["El archivo debe tener extensión .xlsx."]}""");
        (await admin.UploadAsync(OfWorkbook, "a.xlsx", [])).ShouldBe(400, NotConnected);
        house.Outside.Answer((http, asked) => new FakeGoogle().AnswerAsync(http, asked));
        await CallBackAsync(house, admin);
        await Refused("No hay configuración de PMS. Configura tu API key primero.");
        (await admin.UploadAsync(OfWorkbook, "a.xlsx", [])).ShouldBe(400, """{"ok":false,"errors":["No se pudo abrir el archivo Excel: no es un libro .xlsx que se pueda leer."]}""");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        await ConnectedShop.LoseKeysAsync(admin);
        await Refused("No se pudo descifrar la API key del PMS.");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"hostaway","api_key":"k"}""")).ShouldBe(200);
        await Refused("No se pudo descifrar el refresh_token de Google.");
        (await admin.UploadAsync(OfWorkbook, "a.xlsx", [])).ShouldBe(400, """{"ok":false,"errors":["No se pudo descifrar el refresh_token de Google."]}""");
        await CallBackAsync(house, admin);
        await Refused("Error al obtener reservas del PMS: proveedor no soportado.");
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"k"}""")).ShouldBe(200);
        await Refused("Error al obtener reservas del PMS: respuesta 404");
        Assert.Equal(
            ["google_contacts Failed  Error al obtener reservas del PMS: proveedor no soportado.", "google_contacts Failed  Error al obtener reservas del PMS: respuesta 404"], await ConnectedShop.SyncsAsync(admin));
        Assert.Empty(await ConnectedShop.TrailAsync(admin, "guest_contact"));
    }

    [Theory, EachDatabase]
    public async Task One_that_fails_keeps_nobody_else_out(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var (admin, google) = await ConnectAsync(house);
        google.Failing["+34600111222"] = 403;
        (await admin.PostAsync(OfBookings)).ShouldBe(200, """{"ok":true,"resultado":{"total":4,"nuevos":1,"actualizados":0,"advertencias":["260507 - Apt Dos, Apt Uno - Ruiz, Ana: respuesta 403"]}}""");
        google.Failing["+34600 999 999"] = 503;
        (await admin.PostAsync(OfBookings)).ShouldBe(200, """{"ok":true,"resultado":{"total":4,"nuevos":0,"actualizados":0,"advertencias":["260507 - Apt Dos, Apt Uno - Ruiz, Ana: respuesta 403","260509 -  - Beto: respuesta 503"]}}""");
        Assert.Equal(["google_contacts Partly 2 Nuevos: 1, actualizados: 0", "google_contacts Failed 2 Nuevos: 0, actualizados: 0"], await ConnectedShop.SyncsAsync(admin));
        await house.ShouldKeepAsync(admin, "their-words", "Ruiz", "600111222");
    }

    [Theory, EachDatabase]
    public async Task A_token_that_ends_is_renewed_and_kept(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database);
        var (admin, google) = await ConnectAsync(house);
        house.Shop.Clock.Advance(TimeSpan.FromSeconds(3599 - 61));
        (await admin.PostAsync(OfBookings)).ShouldBe(200);
        Assert.Equal(1, Tokens(house));
        house.Shop.Clock.Advance(TimeSpan.FromSeconds(1));
        google.TokenAnswer = """{"access_token":"access-word","expires_in":3599}""";
        (await admin.PostAsync(OfBookings)).ShouldBe(200);
        Assert.Equal("grant_type=refresh_token&refresh_token=refresh-word&client_id=id+%26+co&client_secret=client-secret", house.Outside.Asked.Last(asked => asked.Path == "/token").Body);
        (await admin.PostAsync(OfBookings)).ShouldBe(200);
        Assert.Equal(2, Tokens(house));
        Assert.Equal(1, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "google_connection")));

        house.Shop.Clock.Advance(TimeSpan.FromMinutes(59));
        (google.TokenAnswer, google.TokenStatus) = ("""{"error":"invalid_grant"}""", 400);
        var again = await admin.AgainAsync();
        (await again.PostAsync(OfBookings)).ShouldBe(400, """{"ok":false,"errors":["Error al conectar con Google: respuesta 400"]}""");
        Assert.Equal("google_contacts Failed  Error al conectar con Google: respuesta 400", (await ConnectedShop.SyncsAsync(admin))[^1]);
    }

    [Theory, EachDatabase]
    public async Task Who_answers_no_more_is_not_waited_for_and_what_was_written_counts(Database database)
    {
        await using var house = await ConnectedShop.OpenAsync(database, House.Quick with { Google = TimeSpan.FromSeconds(20), GoogleAltogether = TimeSpan.FromSeconds(1) });
        var (admin, google) = await ConnectAsync(house);
        house.Outside.Answer((http, asked) => asked.Query.Contains("999", StringComparison.Ordinal) ? Upstream.KeepSilentAsync(http)
            : google.AnswerAsync(http, asked, () => Upstream.GiveAsync(http, Bookings)));
        (await admin.PostAsync(OfBookings)).ShouldBe(200, """{"ok":true,"resultado":{"total":4,"nuevos":1,"actualizados":0,"advertencias":["260509 -  - Beto: tiempo de espera agotado"]}}""");
        Assert.Equal(["google_contacts Partly 2 Nuevos: 1, actualizados: 0"], await ConnectedShop.SyncsAsync(admin));
    }

    private static int Tokens(ConnectedShop house) => house.Outside.Asked.Count(asked => asked.Path == "/token");

    // A company with Smoobu's key and a Google account.
    private static async Task<(SidekickClient Admin, FakeGoogle Google)> ConnectAsync(ConnectedShop house)
    {
        var (admin, google) = (await SidekickClient.FoundAsync(house.Shop, "Sol"), new FakeGoogle());
        house.Outside.Answer((http, asked) => google.AnswerAsync(http, asked, () => asked.Path == "/api/reservations" ? Upstream.GiveAsync(http, Bookings) : Upstream.GiveAsync(http, "{}", 404)));
        (await admin.PutAsync("/api/apartamentos/pms", """{"proveedor":"smoobu","api_key":"key-one"}""")).ShouldBe(200);
        await CallBackAsync(house, admin);
        return (admin, google);
    }

    private static async Task CallBackAsync(ConnectedShop house, SidekickClient admin) =>
        Assert.Equal("http://localhost:4200/menu/perfil?google_conectado=true", (await house.Shop.Traveller().GetAsync($"/api/contactos/google/callback?state={await ConnectingGoogle.BeginAsync(house, admin)}&code=c")).ShouldBe(302).Location);
}
