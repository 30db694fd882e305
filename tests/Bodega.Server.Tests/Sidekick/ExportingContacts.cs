using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Contacts out of workbooks (contract §12.3–12.5, W8).</summary>
public sealed class ExportingContacts
{
    private const string Path = "/api/contactos/xlsx/exportacion/csv";
    private const string Header = "\uFEFFName,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Notes\r\n";

    [Theory, EachDatabase]
    public async Task Goes_as_in_the_worked_example_18(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (admin, other) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var user = await admin.ColleagueAsync("operativo");
        (await admin.UploadAsync("/api/apartamentos/importacion", "a.xlsx", await SheetFile.OfAsync("id | nombre", "11 | Apt Uno", "22 | Apt Dos"))).ShouldBe(200);
        (await other.UploadAsync("/api/apartamentos/importacion", "a.xlsx", await SheetFile.OfAsync("id | nombre", "33 | Ajeno"))).ShouldBe(200);
        foreach (var flat in (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").EnumerateArray().ToList())
            (await admin.DeleteAsync($"/api/apartamentos/{flat.GetProperty("id").GetString()}")).ShouldBe(200); // those off the list count as well
        var file = await SheetFile.OfAsync(
            "Check-in | Nombre | Tipología | Teléfono", "08/05/2026 | Ana Ruiz | {22} | +34600111222", "@2026-05-07 | ana ruiz | {11} y {33} | +34600111222", "pronto | Beto | 11 | #34600999999", "| Nadie | {11} | ", "| Cero | | +0123456");
        var reply = (await user.UploadAsync(Path, "reservas.xlsx", file)).ShouldBe(200,
            Header + "\"260507 - Apt Dos, Apt Uno - Ana Ruiz\",,,* myContacts,,,,+34600111222,\r\n-  - Beto,,,* myContacts,,,,34600999999,\r\n");
        Assert.Equal(("text/csv; charset=utf-8", "attachment; filename=contactos_google.csv"), (reply.ContentType, reply.Headers["Content-Disposition"]));
        // How many were taken out is kept, and nobody's name or phone anywhere.
        Assert.Equal(["""{"source":"xlsx","count":2}"""], await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == "guest_contact").Select(entry => entry.Details!).ToListAsync()));
        Assert.Equal(0, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Details!.Contains("Ruiz") || entry.Details!.Contains("600111222"))));
    }

    [Theory, EachDatabase]
    public async Task Names_are_harmless_and_quoted_where_they_must_be(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var user = await (await SidekickClient.FoundAsync(shop, "Sol")).ColleagueAsync("operativo");
        (await user.PutAsync("/api/contactos/preferencias", """{"plantilla":"{NOMBRE}","xlsx_reservas":{"col_nombre":2}}""")).ShouldBe(200);
        var file = await SheetFile.OfAsync("tel | x | nombre", "600000001 | =1+1 | no", "600000002 | @SUM(A1) | no", "600000003 | +34 | no", "600000004 | -1 | no", "600000005 | Di \"hola\" | no", "600000006 | ñandú; 日本 | no");
        (await user.UploadAsync(Path, "a.xlsx", file)).ShouldBe(200, Header
            + "'=1+1,,,* myContacts,,,,600000001,\r\n'@SUM(A1),,,* myContacts,,,,600000002,\r\n+34,,,* myContacts,,,,600000003,\r\n-1,,,* myContacts,,,,600000004,\r\n"
            + "\"Di \"\"hola\"\"\",,,* myContacts,,,,600000005,\r\nñandú; 日本,,,* myContacts,,,,600000006,\r\n");
        (await user.UploadAsync(Path, "a.xlsx", await SheetFile.OfAsync("nombre", "Ana"))).ShouldBe(200, Header);
    }

    [Theory, EachDatabase]
    public async Task Files_are_judged_in_the_contracts_order(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        async Task Refused(Task<Reply> reply, string error) => (await reply).ShouldBe(400, $$"""{"ok":false,"errors":["{{error}}"]}""");
        await Refused(admin.PostAsync(Path), "Se esperaba un campo 'file' con el archivo.");
        await Refused(admin.SendAsync(HttpMethod.Post, Path, Multipart.WithoutFile("file")), "El archivo debe tener extensión .xlsx.");
        await Refused(admin.UploadAsync(Path, "a.ods", [1]), "El archivo debe tener extensión .xlsx.");
        await Refused(admin.UploadAsync(Path, "a.xlsx", []), "No se pudo abrir el archivo Excel: no es un libro .xlsx que se pueda leer.");
        await Refused(admin.UploadAsync(Path, "a.xlsx", await SheetFile.OfAsync("nombre | tel")), "El archivo debe tener cabeceras en la primera fila y al menos una fila de datos.");
        await Refused(admin.UploadAsync(Path, "a.xlsx", await SheetFile.OfAsync("x | tel", "Ana | 600111222")), "No se encontró columna de nombre del huésped. Configura la posición de columna en el perfil o añade una cabecera reconocida.");
        Assert.Equal(0, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "guest_contact")));
    }

    [Theory, EachDatabase]
    public async Task Nothing_of_guests_is_kept_for_a_repetition(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/heatmap/config-xlsx", """{"col_fecha_checkin":"A"}""")).ShouldBe(200);
        var file = await SheetFile.OfAsync("checkin | nombre | tel | hora", "06/05/2026 | Ana Ruiz | 600111222 | 21:00");
        foreach (var (path, part) in new[] { (Path, "file"), ("/api/notificaciones/checkin-tardio/checkins", "file"), ("/api/heatmap/xlsx", "checkins") })
            for (var i = 0; i < 2; i++)
            {
                using var form = Multipart.Of([(part, "a.xlsx", file)], ("desde", "2026-05-06"), ("hasta", "2026-05-06"));
                (await admin.SendAsync(HttpMethod.Post, path, form, ("Idempotency-Key", "una"))).ShouldBe(200);
            }
        Assert.Equal((0, 2), await admin.LookAsync(async (_, db) => (await db.IdempotentRequests.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.EntityType == "guest_contact"))));
    }
}
