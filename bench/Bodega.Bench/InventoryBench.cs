using System.Globalization;
using System.Text;

namespace Bodega.Bench;

/// <summary>The Inventory API's requests, as the first administrator in the shop that the StockManager bench has filled.</summary>
/// <param name="port">Where it listens.</param>
/// <param name="products">Products with the keys 1 to so many.</param>
internal sealed class InventoryBench(int port, int products)
{
    private string _cookie = "";

    public byte[] Session => Http("GET", "/api/auth/get-session");

    public byte[] Page => Http("GET", "/api/productos?limite=50");

    public async Task SignInAsync(RawClient client, string password)
    {
        if (await client.SendAsync(Http("POST", "/api/auth/sign-in/email", $$"""{"email":"root@example.com","password":"{{password}}"}""")) != 200) throw new InvalidOperationException("Inventory did not sign in.");
        _cookie = client.Cookie!; // a 200 sets it
    }

    public byte[] One(long count) => Http("GET", string.Create(CultureInfo.InvariantCulture, $"/api/productos/{1 + (count % products)}"));

    public byte[] Sale(long count) => Http("POST", "/api/ventas", $$"""{"items":[{{Lines(count)}}]}""");

    /// <summary>Reserves until tomorrow.</summary>
    public byte[] Quote(long count) => Http("POST", "/api/cotizaciones", $$"""{"items":[{{Lines(count)}}],"diasValidez":1}""");

    private string Lines(long count)
    {
        var first = 1 + (count * 3 % (products - 3));
        return string.Join(',', Enumerable.Range(0, 3).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"productoId\":{first + i},\"cantidad\":1}}")));
    }

    private byte[] Http(string method, string path, string? json = null) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(_cookie.Length == 0 ? "" : $"Cookie: {_cookie}\r\n")}" +
        (json is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));
}
