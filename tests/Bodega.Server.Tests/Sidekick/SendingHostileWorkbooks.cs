using System.Diagnostics;
using System.Text;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Bodega.Tests.Files.Spreadsheets;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Workbooks that mean harm, on every route that takes one (W9, W11): the ordinary refusal, soon, and the server goes on.</summary>
public sealed class SendingHostileWorkbooks
{
    private const string Unreadable = "no es un libro .xlsx que se pueda leer.";

    [Fact]
    public async Task Are_refused_on_every_route_in_bounded_time_and_memory()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PutAsync("/api/heatmap/config-xlsx", """{"col_fecha_checkin":"A"}""")).ShouldBe(200);
        foreach (var (what, file) in Files())
        {
            var watch = Stopwatch.StartNew();
            foreach (var (path, part, status, words) in Routes())
            {
                using var form = Multipart.Of([(part, "a.xlsx", file)], ("desde", "2026-05-04"), ("hasta", "2026-05-10"));
                var reply = await admin.SendAsync(HttpMethod.Post, path, form);
                Assert.True(reply.Status == status && reply.Text.Contains(words, StringComparison.Ordinal), $"{what} on {path}: {reply.Status} {reply.Text}");
            }
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{what} took {watch.Elapsed}");
        }
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
    }

    [Fact]
    public async Task A_form_of_a_thousand_parts_counts_as_none()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var file = await SheetFile.OfAsync("id | nombre", "1 | Uno");
        foreach (var form in new[] { Multipart.Of(Enumerable.Repeat(("file", "a.xlsx", file), 1000)), Multipart.Of([("file", "a.xlsx", file)], [.. Enumerable.Range(0, 1000).Select(i => ($"campo{i}", "x"))]) })
            using (form) (await admin.SendAsync(HttpMethod.Post, "/api/apartamentos/importacion", form)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un archivo 'file'."]}""");
    }

    [Fact]
    public async Task Too_many_rows_are_told_as_such()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var file = await SheetFile.OfAsync([.. Enumerable.Range(0, 20_001).Select(i => $"{i} | Piso").Prepend("id | nombre")]);
        (await admin.UploadAsync("/api/apartamentos/importacion", "a.xlsx", file)).ShouldBe(422, """{"ok":false,"errors":["No se pudo abrir el archivo Excel: tiene más de 20000 filas."]}""");
        (await admin.GetAsync("/api/apartamentos")).ShouldBe(200, """{"ok":true,"apartamentos":[]}""");
    }

    [Theory, EachDatabase]
    public async Task Formulas_and_odd_characters_are_texts(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var file = MadeWorkbook.Of("""
            <row><c t="str"><v>id</v></c><c t="str"><v>nombre</v></c></row>
            <row><c t="str"><f>HYPERLINK("http://x")</f><v>P1</v></c><c t="str"><v>a_x0000_b_xD800_c</v></c></row>
            <row><c t="e"><v>#REF!</v></c><c><f>1/0</f><v>7</v></c></row>
            """).File();
        (await admin.UploadAsync("/api/apartamentos/importacion", "a.xlsx", file)).ShouldBe(200, """{"ok":true,"resultado":{"total":2,"nuevos":2,"actualizados":0}}""");
        Assert.Equal(["#REF! 7", "P1 abc"], (await admin.GetAsync("/api/apartamentos")).Json.GetProperty("apartamentos").EnumerateArray().Select(row => $"{row.GetProperty("id_pms")} {row.GetProperty("nombre")}"));
    }

    private static IEnumerable<(string Path, string Part, int Status, string Words)> Routes() =>
    [
        ("/api/apartamentos/importacion", "file", 422, $"No se pudo abrir el archivo Excel: {Unreadable}"),
        ("/api/apartamentos/importacion/preview", "file", 200, $"No se pudo abrir el archivo Excel: {Unreadable}"),
        ("/api/heatmap/xlsx", "checkins", 422, "No se pudo abrir el archivo Excel. Comprueba que el fichero no está dañado."),
        ("/api/notificaciones/checkin-tardio/checkins", "file", 200, $"No se pudo abrir el archivo Excel: {Unreadable}"),
        ("/api/contactos/xlsx/exportacion/csv", "file", 400, $"No se pudo abrir el archivo Excel: {Unreadable}"),
    ];

    private static IEnumerable<(string What, byte[] File)> Files()
    {
        const string sheet = "xl/worksheets/sheet1.xml";
        yield return ("a text", "id,nombre\r\n1,2"u8.ToArray());
        yield return ("half a zip", MadeWorkbook.OfCells("<c/>").File()[..300]);
        yield return ("a locked workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4096]]);
        yield return ("a bomb", MadeWorkbook.Of(Repeated("<row/>", 20_000_000)).File());
        yield return ("a bomb of texts", MadeWorkbook.Of("").WithTexts(Repeated("<x/>", 30_000_000)).File());
        yield return ("a million columns", MadeWorkbook.OfCells(Repeated("<c><v>1</v></c>", 1_000_000)).File());
        yield return ("a text repeated by each cell", MadeWorkbook.Of("<row><c t='str'><v>id</v></c><c t='str'><v>nombre</v></c></row>" + Repeated("<row>" + Repeated("<c t='s'><v>0</v></c>", 100) + "</row>", 1000)).WithTexts($"<si><t>{new string('x', 32_767)}</t></si>").File());
        yield return ("entities", new MadeWorkbook().With(sheet, "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>").File());
        yield return ("a foreign entity", new MadeWorkbook().With("_rels/.rels", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>").File());
        yield return ("an encoding that is none", new MadeWorkbook().With(sheet, "<?xml version='1.0' encoding='utf-7'?><worksheet/>").File());
        yield return ("broken UTF-8", new MadeWorkbook().Without("xl/sharedStrings.xml").And("xl/sharedStrings.xml", [.. Encoding.UTF8.GetBytes("<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>"), 0xC3, 0x28, .. "</t></si></sst>"u8]).File());
        yield return ("two entries of one name", new MadeWorkbook().And("XL/workbook.xml", []).File());
        yield return ("a deep tree", MadeWorkbook.OfCells(Repeated("<c>", 1_000_000)).File());
    }

    private static string Repeated(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
