using System.Globalization;
using System.Text;
using Bodega.Files.Spreadsheets;

namespace Bodega.Bench;

/// <summary>The Inventory API's requests, as the first administrator in the shop that the StockManager bench has filled.</summary>
/// <param name="port">Where it listens.</param>
/// <param name="products">Products with the keys 1 to so many.</param>
internal sealed class InventoryBench(int port, int products)
{
    private string _cookie = "";

    public byte[] Session => Http("GET", "/api/auth/get-session");

    public byte[] Page => Http("GET", "/api/productos?limite=50");

    /// <summary>Figures of stock and sales of the last month.</summary>
    public byte[] Dashboard => Http("GET", "/api/analisis");

    /// <summary>The only search by name that this wire has.</summary>
    public byte[] Search(long count) => Http("GET", string.Create(CultureInfo.InvariantCulture, $"/api/clientes?busqueda=cliente%20{100 + (count % 900)}"));

    public async Task SignInAsync(RawClient client, string password)
    {
        if (await client.SendAsync(Http("POST", "/api/auth/sign-in/email", $$"""{"email":"root@example.com","password":"{{password}}"}""")) != 200) throw new InvalidOperationException("Inventory did not sign in.");
        _cookie = client.Cookie!; // a 200 sets it
    }

    public byte[] One(long count) => Http("GET", string.Create(CultureInfo.InvariantCulture, $"/api/productos/{1 + (count % products)}"));

    public byte[] Sale(long count) => Http("POST", "/api/ventas", $$"""{"items":[{{Lines(count)}}]}""");

    /// <summary>Reserves until tomorrow.</summary>
    public byte[] Quote(long count) => Http("POST", "/api/cotizaciones", $$"""{"items":[{{Lines(count)}}],"diasValidez":1}""");

    /// <summary>A list of products that nobody has yet, as a file.</summary>
    public async Task<byte[]> ImportAsync(bool isWorkbook, int rows, long number)
    {
        var list = Enumerable.Range(0, rows).Select(row => (Code: string.Create(CultureInfo.InvariantCulture, $"{(isWorkbook ? 'X' : 'C')}-{number}-{row}"), Name: string.Create(CultureInfo.InvariantCulture, $"Importado {number} {row}")));
        using var file = new MemoryStream();
        if (isWorkbook)
        {
            using var workbook = new WorkbookWriter(file, new WorkbookInfo("bench", "bench", DateTimeOffset.UnixEpoch));
            var sheet = workbook.AddSheet("Productos");
            await sheet.RowAsync(["codigo", "nombre", "descripcion", "precio", "cantidad", "stockMinimo"], CancellationToken.None);
            foreach (var (code, name) in list) await sheet.RowAsync([code, name, "Descripción", 10, 10, 1], CancellationToken.None);
            await workbook.FinishAsync(CancellationToken.None);
        }
        else file.Write(Encoding.UTF8.GetBytes("codigo,nombre,descripcion,precio,cantidad,stockMinimo\n" + string.Concat(list.Select(row => $"{row.Code},{row.Name},Descripción,10,10,1\n"))));
        var head = Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"lista.{(isWorkbook ? "xlsx" : "csv")}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] body = [.. head, .. file.ToArray(), .. "\r\n--b--\r\n"u8];
        return [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST /api/productos/importar HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {_cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {body.Length}\r\n\r\n")), .. body];
    }

    private string Lines(long count)
    {
        var first = 1 + (count * 3 % (products - 3));
        return string.Join(',', Enumerable.Range(0, 3).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"productoId\":{first + i},\"cantidad\":1}}")));
    }

    private byte[] Http(string method, string path, string? json = null) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(_cookie.Length == 0 ? "" : $"Cookie: {_cookie}\r\n")}" +
        (json is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));
}
