using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>The heat map without a property manager (contract §10.1–10.3).</summary>
public sealed class DrawingHeatMaps
{
    private const string Path = "/api/heatmap/xlsx";

    [Theory, EachDatabase]
    public async Task Goes_as_in_the_worked_example_15(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var user = await admin.ColleagueAsync("operativo");
        (await user.GetAsync("/api/heatmap?desde=2026-05-06&hasta=2026-05-07")).ShouldBe(400, """{"ok":false,"errors":["No hay PMS conectado. Usa el endpoint XLSX."]}""");
        (await admin.PutAsync("/api/heatmap/config-xlsx", """{"col_fecha_checkin":"b","col_fecha_checkout":" A "}""")).ShouldBe(200);
        var arrivals = await SheetFile.OfAsync("Reserva | Entrada", "1 | 06/05/2026", "2 | @2026-05-06", "3 | #46149", "4 | 2026-05-04T10:00:00", "5 | nada", "6 |", "7 | 06/06/2026");
        var departures = await SheetFile.OfAsync("Salida", "07.05.2026", "@2026-05-10", "=HOY()");
        (await UploadAsync(user, "2026-05-06", "2026-05-07", ("checkins", "e.xlsx", arrivals), ("checkouts", "s.XLSX", departures))).ShouldBe(200,
            """{"ok":true,"dias":[{"fecha":"2026-05-04","checkins":1,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-05","checkins":0,"checkouts":0,"mesAdyacente":true},"""
            + """{"fecha":"2026-05-06","checkins":2,"checkouts":0,"mesAdyacente":false},{"fecha":"2026-05-07","checkins":1,"checkouts":1,"mesAdyacente":false},"""
            + """{"fecha":"2026-05-08","checkins":0,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-09","checkins":0,"checkouts":0,"mesAdyacente":true},{"fecha":"2026-05-10","checkins":0,"checkouts":1,"mesAdyacente":true}],"warnings":"""
            + """["2 filas descartadas por fecha inválida o celda vacía","1 filas descartadas por fecha inválida o celda vacía"]}""");
        var plain = (await UploadAsync(user, "2026-05-04", "2026-05-10", ("checkins", "e.xlsx", await SheetFile.OfAsync("x | y", "1 | 06/05/2026")))).ShouldBe(200);
        Assert.False(plain.Json.TryGetProperty("warnings", out _));
        Assert.Equal(
            ["xlsx Done 4 Rango: 2026-05-06 — 2026-05-07", "xlsx Done 1 Rango: 2026-05-04 — 2026-05-10"],
            await user.LookAsync(async (_, db) => (await db.SyncLogEntries.OrderBy(entry => entry.Id).ToListAsync()).ConvertAll(entry => $"{entry.Source} {entry.Result} {entry.Count} {entry.Detail}")));
    }

    [Theory, EachDatabase]
    public async Task Ranges_are_judged_alike_on_both_ways(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        foreach (var (from, to, error) in new[]
        {
            ("", "", "El parámetro 'desde' es obligatorio."), ("x", "", "El parámetro 'hasta' es obligatorio."), ("", "x", "El parámetro 'desde' es obligatorio."),
            ("06/05/2026", "x", "'desde' no es una fecha válida (formato esperado: YYYY-MM-DD)."), ("2026-05-06", "2026-02-30", "'hasta' no es una fecha válida (formato esperado: YYYY-MM-DD)."),
            ("2026-05-07", "2026-05-06", "'desde' debe ser anterior o igual a 'hasta'."), ("2026-01-01", "2027-01-02", "El rango no puede superar 366 días."), ("0001-01-01", "9999-12-31", "El rango no puede superar 366 días."),
        })
        {
            (await admin.GetAsync($"/api/heatmap?desde={from}&hasta={to}")).ShouldBe(422, $$"""{"ok":false,"errors":["{{error}}"]}""");
            (await UploadAsync(admin, from, to, ("checkins", "a.txt", []))).ShouldBe(422, $$"""{"ok":false,"errors":["{{error}}"]}""");
        }
        (await admin.GetAsync("/api/heatmap")).ShouldBe(422, """{"ok":false,"errors":["El parámetro 'desde' es obligatorio."]}""");
        (await admin.GetAsync("/api/heatmap?desde=2026-01-01&hasta=2027-01-01")).ShouldBe(400); // 366 days
        (await admin.GetAsync("/api/heatmap?desde=9999-12-31&hasta=9999-12-31")).ShouldBe(400);
    }

    [Theory, EachDatabase]
    public async Task Files_are_judged_in_the_contracts_order(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var good = await SheetFile.OfAsync("Entrada", "06/05/2026");
        async Task Refused(int status, string error, params (string Part, string Name, byte[] Bytes)[] files) =>
            (await UploadAsync(admin, "2026-05-06", "2026-05-07", files)).ShouldBe(status, $$"""{"ok":false,"errors":["{{error}}"]}""");
        async Task Set(string columns) => (await admin.PutAsync("/api/heatmap/config-xlsx", columns)).ShouldBe(200);

        await Refused(400, "Se esperaba el campo 'checkins' con un archivo .xlsx.", ("checkouts", "a.xlsx", good));
        await Refused(400, "El archivo 'checkins' debe ser .xlsx.", ("checkins", "a.xls", good));
        await Refused(400, "El archivo 'checkins' está vacío.", ("checkins", "a.xlsx", []), ("checkouts", "a.xls", good));
        await Refused(400, "El archivo 'checkouts' debe ser .xlsx.", ("checkins", "a.xlsx", good), ("checkouts", "a.xls", good));
        await Refused(400, "El archivo 'checkouts' está vacío.", ("checkins", "a.xlsx", good), ("checkouts", "a.xlsx", []));
        await Refused(422, "Configura la columna de fecha de check-in en el perfil de empresa antes de usar esta herramienta.", ("checkins", "a.xlsx", [1]));
        await Set("""{"col_fecha_checkin":"A"}""");
        await Refused(422, "Configura la columna de fecha de check-out en el perfil de empresa antes de usar el fichero de salidas.", ("checkins", "a.xlsx", good), ("checkouts", "a.xlsx", good));
        await Set("""{"col_fecha_checkin":"ZZZ"}""");
        await Refused(422, "'ZZZ' no es una letra de columna válida (ej. A, B, C...).", ("checkins", "a.xlsx", good));
        await Set("""{"col_fecha_checkin":"Ñ"}""");
        await Refused(422, "'Ñ' no es una letra de columna válida (ej. A, B, C...).", ("checkins", "a.xlsx", good));
        await Set("""{"col_fecha_checkin":"A","col_fecha_checkout":"A"}""");
        await Refused(422, "No se pudo abrir el archivo Excel. Comprueba que el fichero no está dañado.", ("checkins", "a.xlsx", [1]));
        await Refused(422, "No se pudo abrir el archivo Excel. Comprueba que el fichero no está dañado.", ("checkins", "a.xlsx", good), ("checkouts", "a.xlsx", [1]));
        await Refused(422, "El archivo debe tener al menos dos filas (cabecera + datos).", ("checkins", "a.xlsx", await SheetFile.OfAsync("Entrada")));
        Assert.Equal(0, await admin.LookAsync((_, db) => db.SyncLogEntries.CountAsync()));
        // A field of departures where nobody chose a file counts as absent.
        (await UploadAsync(admin, "2026-05-06", "2026-05-07", [("checkins", "a.xlsx", good)], ("checkouts", ""))).ShouldBe(200);
    }

    private static Task<Reply> UploadAsync(SidekickClient client, string from, string to, params (string Part, string Name, byte[] Bytes)[] files) => UploadAsync(client, from, to, files, []);

    private static async Task<Reply> UploadAsync(SidekickClient client, string from, string to, (string Part, string Name, byte[] Bytes)[] files, params (string Name, string Value)[] fields)
    {
        using var form = Multipart.Of(files, [("desde", from), ("hasta", to), .. fields]);
        return await client.SendAsync(HttpMethod.Post, Path, form);
    }
}
