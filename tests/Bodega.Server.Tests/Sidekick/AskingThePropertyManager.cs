using Bodega.Rentals;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>The heat map, late arrivals and the file of contacts out of bookings (contract §10.2, §11.1, §12.5).</summary>
public sealed class AskingThePropertyManager
{
    private const string Map = "/api/heatmap?desde=2026-05-06&hasta=2026-05-07";
    private const string Status = "/api/notificaciones/checkin-tardio/status";
    private const string Csv = "/api/contactos/exportacion/csv";
    private const string Header = "\uFEFFName,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Notes\r\n";

    private const string Arrivals = """
        {"page_count":1,"bookings":[{"lastname":"Ruiz","firstname":"Ana","email":"ana@x.es","phone":"(+34)600111222","arrival":"2026-05-06","departure":"2026-05-08","apartment":{"id":22,"name":"Sol"},"check-in":"21:30"},
        {"guest-name":"Beto","phone":"0","arrival":"07.05.2026","apartment":{"id":4,"name":"Otro"}},{"firstname":"ana","lastname":"ruiz","phone":"+34600111222","arrival":"2026-05-07","apartment":{"id":5,"name":"=Mar"}},{"guest-name":"Sin fecha"}]}
        """;

    [Theory, EachDatabase]
    public async Task Counts_lists_and_writes_what_comes(Database database)
    {
        await using var smoobu = await Upstream.OpenAsync((http, asked) => Upstream.GiveAsync(
            http, asked.Query.StartsWith("arrivalFrom", StringComparison.Ordinal) ? Arrivals : """{"bookings":[{"guest-name":"Beto","departure":"2026-05-06"}]}"""));
        await using var shop = await OpenAsync(database, smoobu);
        var (admin, other) = (await ConnectedAsync(shop), await SidekickClient.FoundAsync(shop, "Luna"));
        var user = await admin.ColleagueAsync("operativo");
        (await user.PostAsync("/api/apartamentos", """{"nombre":"Cuarto","id_externo":"{04}","direccion":"Calle 4"}""")).ShouldBe(201);

        (await user.GetAsync(Map)).ShouldBe(200,
            """{"ok":true,"dias":[{"fecha":"2026-05-04","checkins":0,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-05","checkins":0,"checkouts":0,"mesAdyacente":true},"""
            + """{"fecha":"2026-05-06","checkins":1,"checkouts":1,"mesAdyacente":false},{"fecha":"2026-05-07","checkins":2,"checkouts":0,"mesAdyacente":false},"""
            + """{"fecha":"2026-05-08","checkins":0,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-09","checkins":0,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-10","checkins":0,"checkouts":0,"mesAdyacente":true}]}""");
        Assert.Equal(
            ["arrivalFrom=2026-05-06&arrivalTo=2026-05-07&page=1&pageSize=100", "departureFrom=2026-05-06&departureTo=2026-05-07&page=1&pageSize=100"],
            smoobu.Asked.Select(asked => asked.Query));
        Assert.Equal(["heatmap_pms Done 2 Rango: 2026-05-06 — 2026-05-07"], await user.LookAsync(async (_, db) => (await db.SyncLogEntries.ToListAsync()).ConvertAll(entry => $"{entry.Source} {entry.Result} {entry.Count} {entry.Detail}")));

        var status = (await user.GetAsync($"{Status}?fecha=2026-05-06")).ShouldBe(200);
        Assert.StartsWith("""{"ok":true,"gmail_configurado":false,"pms_configurado":true,"pms_error":null,"apartamentos":[{"id":""", status.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            "reservas_pms":[{"nombre":"Ruiz, Ana","apartamento":"Sol","email":"ana@x.es","telefono":"+34600111222","checkin":"2026-05-06","checkout":"2026-05-08","hora_llegada":"21:30","direccion":null},
            """.TrimEnd()
            + """{"nombre":"Beto","apartamento":"Cuarto","email":null,"telefono":"0","checkin":"2026-05-07","checkout":null,"hora_llegada":null,"direccion":"Calle 4"},"""
            + """{"nombre":"ruiz, ana","apartamento":"=Mar","email":null,"telefono":"+34600111222","checkin":"2026-05-07","checkout":null,"hora_llegada":null,"direccion":null},"""
            + """{"nombre":"Sin fecha","apartamento":null,"email":null,"telefono":null,"checkin":null,"checkout":null,"hora_llegada":null,"direccion":null}],"hora_corte":"20:00"}""",
            status.Text, StringComparison.Ordinal);
        Assert.Equal("arrivalFrom=2026-05-06&arrivalTo=2026-05-06&page=1&pageSize=100", smoobu.Asked[^1].Query);
        (await user.GetAsync($"{Status}?fecha=mañana")).ShouldBe(200);
        Assert.Equal("arrivalFrom=2026-05-01&arrivalTo=2026-05-01&page=1&pageSize=100", smoobu.Asked[^1].Query); // the server's day

        (await user.PostAsync(Csv)).ShouldBe(200, Header + "\"260506 - Sol, =Mar - Ruiz, Ana\",,,* myContacts,,,,+34600111222,\r\n");
        Assert.Equal("arrivalFrom=2026-05-01&arrivalTo=2027-05-01&page=1&pageSize=100", smoobu.Asked[^1].Query);
        (await user.PostAsync(Csv, """{"desde":"2026-06-01","hasta":"2026-05-01"}""")).ShouldBe(200); // passed through
        Assert.Equal("arrivalFrom=2026-06-01&arrivalTo=2026-05-01&page=1&pageSize=100", smoobu.Asked[^1].Query);
        Assert.Equal(
            ["""{"source":"pms","count":1}""", """{"source":"pms","count":1}"""], await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == "guest_contact").Select(entry => entry.Details!).ToListAsync()));

        var asked = smoobu.Asked.Count;
        (await other.GetAsync(Map)).ShouldBe(400, """{"ok":false,"errors":["No hay PMS conectado. Usa el endpoint XLSX."]}""");
        (await other.PostAsync(Csv, "[]")).ShouldBe(400, """{"ok":false,"errors":["No hay configuración de PMS."]}""");
        foreach (var wrong in new[] { """{"desde":"01/05/2026"}""", """{"hasta":""}""", """{"desde":7}""", """{"desde":null,"otro":1}""" })
            (await user.PostAsync(Csv, wrong)).ShouldBe(400, """{"ok":false,"errors":["Parámetros de fecha inválidos."]}""");
        Assert.Equal(asked, smoobu.Asked.Count);
    }

    [Theory, EachDatabase]
    public async Task Failures_are_told_without_their_details(Database database)
    {
        await using var smoobu = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, """{"detail":"secreto"}""", 401));
        await using var shop = await OpenAsync(database, smoobu);
        var admin = await ConnectedAsync(shop);
        async Task Fails(string map, string csv)
        {
            (await admin.GetAsync(Map)).ShouldBe(400, $$"""{"ok":false,"errors":["{{map}}"]}""");
            (await admin.PostAsync(Csv, "{}")).ShouldBe(400, $$"""{"ok":false,"errors":["{{csv}}"]}""");
            (await admin.GetAsync(Status)).ShouldBe(
                200, """{"ok":true,"gmail_configurado":false,"pms_configurado":true,"pms_error":"No se pudieron cargar las reservas del PMS.","apartamentos":[],"reservas_pms":[],"hora_corte":"20:00"}""");
        }
        await Fails("Error al obtener datos del PMS. Inténtalo de nuevo.", "Error al obtener reservas del PMS: respuesta 401");
        (await admin.PutAsync("/api/perfil/integraciones/pms", """{"proveedor":"hostaway","api_key":"k"}""")).ShouldBe(200);
        await Fails("Error al obtener datos del PMS. Inténtalo de nuevo.", "Error al obtener reservas del PMS: proveedor no soportado.");
        await admin.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            await db.PmsConnections.ExecuteUpdateAsync(set => set.SetProperty(connection => connection.SealedKey, new byte[64]));
            await work.CommitAsync(CancellationToken.None);
            return true;
        });
        await Fails("No se pudo descifrar la API key del PMS.", "No se pudo descifrar la API key del PMS.");
        Assert.Equal(0, await admin.LookAsync((_, db) => db.SyncLogEntries.CountAsync()));
    }

    private static Task<Shop> OpenAsync(Database database, Upstream smoobu) =>
        SidekickClient.OpenShopAsync(database, ("Integrations:Enabled", "true"), ("Integrations:AllowPrivateNetworks", "true"), ("Integrations:Smoobu:BaseUrl", smoobu.Url));

    private static async Task<SidekickClient> ConnectedAsync(Shop shop)
    {
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/perfil/integraciones/pms", $$"""{"proveedor":"{{PmsProviders.Smoobu}}","api_key":"my-key"}""")).ShouldBe(200);
        return admin;
    }
}
