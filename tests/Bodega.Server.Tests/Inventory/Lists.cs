using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Bodega.Files.Spreadsheets;
using Bodega.Server.Tests.Harness;

namespace Bodega.Server.Tests.Inventory;

/// <summary>Product lists as files, good and bad.</summary>
internal static class Lists
{
    public static Task<Reply> ImportAsync(this Company company, string name, byte[] content, string part = "archivo")
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return company.Admin.SendAsync(HttpMethod.Post, "/api/productos/importar", new MultipartFormDataContent { { file, part, name } });
    }

    public static Task<Reply> ImportAsync(this Company company, string csv) => company.ImportAsync("lista.csv", Encoding.UTF8.GetBytes(csv));

    public static async Task<byte[]> WorkbookAsync(params Cell[][] rows)
    {
        using var output = new MemoryStream();
        using var workbook = new WorkbookWriter(output, new WorkbookInfo("Lista", "Lía", DateTimeOffset.UnixEpoch));
        var sheet = workbook.AddSheet("Hoja");
        foreach (var row in rows) await sheet.RowAsync(row, CancellationToken.None);
        await workbook.FinishAsync(CancellationToken.None);
        return output.ToArray();
    }

    /// <summary>A workbook with this between <c>sheetData</c>'s tags.</summary>
    public static byte[] Workbook(string rows)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string text)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text);
            }
            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");
        }
        return output.ToArray();
    }

    /// <summary>A row of texts, for <see cref="Workbook"/>.</summary>
    public static string Row(params string[] cells) => $"<row>{string.Concat(cells.Select(cell => $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>";

    /// <summary>The rows of a report, one text each: line, code, state, message.</summary>
    public static List<string> Rows(this Reply reply) =>
        [.. reply.ShouldBe(200).Json.GetProperty("resultados").EnumerateArray().Select(row =>
            $"{row.GetProperty("linea")} {row.GetProperty("codigo").GetString()} {row.GetProperty("nombre").GetString()}: {row.GetProperty("estado").GetString()}{(row.TryGetProperty("mensaje", out var text) ? $" {text.GetString()}" : "")}")];
}
