using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Late arrivals without a property manager (contract §11.1, §11.2).</summary>
public sealed class ListingLateArrivals
{
    private const string CheckIns = "/api/notificaciones/checkin-tardio/checkins";
    private const string Status = "/api/notificaciones/checkin-tardio/status";

    [Theory, EachDatabase]
    public async Task Goes_as_in_the_worked_example_17(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var user = await (await SidekickClient.FoundAsync(shop, "Sol")).ColleagueAsync("operativo");
        (await user.PostAsync("/api/apartamentos", """{"nombre":"Mar","id_externo":"04","direccion":"C/ Mar 1"}""")).ShouldBe(201);
        var file = await SheetFile.OfAsync(
            "Nombre | Apartamento | Teléfono | Check-in | Hora llegada", "Ana | {4} | +34600 | @2026-05-06 | 20:00", "Beto | Sol | | 07/05/2026 | 19:59", "Cleo | | | | 9:30", "Dora | Otro piso | #600111222 | 07/05/2026 | @2026-05-06 22:15:00");
        (await user.UploadAsync(CheckIns, "llegadas.xlsx", file)).ShouldBe(200,
            """{"ok":true,"checkins":[{"nombre":"Ana","apartamento":"Mar","email":null,"telefono":"+34600","checkin":"2026-05-06","checkout":null,"hora_llegada":"20:00","direccion":"C/ Mar 1"},"""
            + """{"nombre":"Dora","apartamento":"Otro piso","email":null,"telefono":"600111222","checkin":"07/05/2026","checkout":null,"hora_llegada":"22:15","direccion":null}],"warnings":"""
            + """["Fila 4: valor de hora_llegada no reconocido '9:30' — ignorado."]}""");
        (await user.UploadAsync(CheckIns, "llegadas.xlsx", await SheetFile.OfAsync("Nombre | Hora", "Ana | 21:00"))).ShouldBe(200,
            """{"ok":true,"checkins":[{"nombre":"Ana","apartamento":null,"email":null,"telefono":null,"checkin":null,"checkout":null,"hora_llegada":"21:00","direccion":null}]}""");
        Assert.Equal((0, 1), await user.LookAsync(async (_, db) => (await db.SyncLogEntries.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.EntityType == "apartment"))));
    }

    [Theory, EachDatabase]
    public async Task The_cut_off_and_the_columns_are_the_companys(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/perfil/notificaciones-tardio-config", """{"hora_corte":"06:00","col_nombre":"c","col_hora_llegada":"A"}""")).ShouldBe(200);
        (await admin.UploadAsync(CheckIns, "a.xlsx", await SheetFile.OfAsync("cuándo | nombre | quién", "06:00 | no | Ana", "05:59 | no | Beto", "07:00 | no |"))).ShouldBe(200,
            """{"ok":true,"checkins":[{"nombre":"Ana","apartamento":null,"email":null,"telefono":null,"checkin":null,"checkout":null,"hora_llegada":"06:00","direccion":null}],"warnings":["Fila 4: falta el nombre del huésped — fila omitida."]}""");
        Assert.Equal("06:00", (await admin.GetAsync(Status)).Json.GetProperty("hora_corte").GetString());
    }

    [Theory, EachDatabase]
    public async Task Files_are_judged_in_the_contracts_order(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PostAsync(CheckIns)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un campo 'file' con el archivo."]}""");
        (await admin.SendAsync(HttpMethod.Post, CheckIns, Multipart.WithoutFile("file"))).ShouldBe(400, """{"ok":false,"errors":["El archivo debe tener extensión .xlsx."]}""");
        (await admin.UploadAsync(CheckIns, "a.csv", [])).ShouldBe(400, """{"ok":false,"errors":["El archivo debe tener extensión .xlsx."]}""");
        (await admin.UploadAsync(CheckIns, "a.xlsx", [])).ShouldBe(400, """{"ok":false,"errors":["El archivo está vacío."]}""");
        foreach (var (warning, bytes) in new[]
        {
            ("No se pudo abrir el archivo Excel: no es un libro .xlsx que se pueda leer.", new byte[] { 1 }),
            ("El archivo debe tener cabeceras en la primera fila y al menos una fila de datos.", await SheetFile.OfAsync("nombre | hora")),
            ("No se encontró columna de nombre del huésped. Cabeceras reconocidas: nombre, name, guest, huesped, guest_name.", await SheetFile.OfAsync("quién | hora", "Ana | 21:00")),
        })
            (await admin.UploadAsync(CheckIns, "a.xlsx", bytes)).ShouldBe(200, $$"""{"ok":true,"checkins":[],"warnings":["{{warning}}"]}""");
    }

    [Theory, EachDatabase]
    public async Task The_status_tells_what_is_there(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (admin, other) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        (await other.PostAsync("/api/apartamentos", """{"nombre":"Ajeno"}""")).ShouldBe(201);
        var id = KeepingApartments.IdOf((await admin.PostAsync("/api/apartamentos", """{"nombre":"Mar"}""")).ShouldBe(201));
        var gone = KeepingApartments.IdOf((await admin.PostAsync("/api/apartamentos", """{"nombre":"Quitado"}""")).ShouldBe(201));
        (await admin.DeleteAsync($"/api/apartamentos/{gone}")).ShouldBe(200);
        foreach (var query in new[] { "", "?fecha=2026-05-06", "?fecha=ayer" })
            (await admin.GetAsync(Status + query)).ShouldBe(200,
                $$"""{"ok":true,"gmail_configurado":false,"pms_configurado":false,"pms_error":null,"apartamentos":[{"id":"{{id}}","nombre":"Mar","ciudad":null}],"reservas_pms":[],"hora_corte":"20:00"}""");
    }
}
