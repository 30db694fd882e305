using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Bodega.Bench;

/// <summary>The Ocha API's requests against one server: 200 items on the menu, 10 000 shops.</summary>
internal sealed class OchaBench
{
    private const int Items = 200;
    private const int Shops = 10_000;
    private readonly int _port;
    private readonly string _token;

    private OchaBench(int port, string token) => (_port, _token) = (port, token);

    public List<string> Products { get; } = [];

    public string Shop { get; private set; } = "";

    public byte[] Menu => Http("GET", "/api/v1/products?page=2&limit=10");

    public byte[] Near => Http("GET", "/api/v1/stores?near=6.5,46.5&radius=10000");

    public static byte[] LogIn(int port, string password) => Bytes(port, "POST", "/api/v1/auth/login", null, $$"""{"email":"root@example.com","password":"{{password}}"}""");

    public byte[] Order(long count)
    {
        var first = (int)(count * 3 % (Products.Count - 3));
        var items = string.Join(',', Enumerable.Range(first, 3).Select(i => $$"""{"product_id":"{{Products[i]}}","size":"S","quantity":1}"""));
        return Http("POST", "/api/v1/orders", $$"""{"store_id":"{{Shop}}","pickup":"2026-06-01T10:30:00Z","items":[{{items}}]}""");
    }

    /// <summary>Fills menu and shops through the API.</summary>
    public static async Task<OchaBench> FillAsync(RawClient client, int port, string password)
    {
        if (await client.SendAsync(LogIn(port, password)) != 200) throw new InvalidOperationException("Ocha did not sign in.");
        var bench = new OchaBench(port, Json(client).GetProperty("token").GetString()!);
        for (var i = 0; i < Items; i++)
            bench.Products.Add(await bench.MakeAsync(client, "/api/v1/products", "product",
                $$"""{"slug":"matcha-{{i}}","name":"Matcha {{i}}","category":"Matcha","description":"Fouetté dans du lait chaud.","basePriceCHF":6.1,"image":"https://img.example/m.jpg"}"""));
        var random = new Random(1);
        for (var i = 0; i < Shops; i++)
        {
            // A tenth of them in one town, the rest across the country.
            var (width, height) = i % 10 == 0 ? (0.4, 0.3) : (4.0, 2.0);
            var place = string.Create(CultureInfo.InvariantCulture, $"[{6.3 + (random.NextDouble() * width):0.0000},{46.35 + (random.NextDouble() * height):0.0000}]");
            bench.Shop = await bench.MakeAsync(client, "/api/v1/stores", "store",
                $$$"""{"name":"Ocha {{{i}}}","email":"o{{{i}}}@ocha.example","address":{"line1":"Quai 1","city":"Morges","zipcode":"1110","country":"Suisse"},"location":{"coordinates":{{{place}}}}}""");
        }
        return bench;
    }

    /// <summary>Milliseconds from the request that makes a product until the last of many sockets has heard of it, and until it is answered; the middle of some rounds.</summary>
    public async Task<(double Last, double Answered)> BroadcastAsync(RawClient client, int sockets, int rounds)
    {
        var open = new List<ClientWebSocket>();
        try
        {
            for (var i = 0; i < sockets; i++)
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}/"), CancellationToken.None);
                await socket.ReceiveAsync(new byte[4096], CancellationToken.None);
                open.Add(socket);
            }
            var (last, answered) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var heard = open.Select(socket => socket.ReceiveAsync(new byte[4096], CancellationToken.None)).ToArray();
                var begun = Stopwatch.GetTimestamp();
                await MakeAsync(client, "/api/v1/products", "product",
                    $$"""{"slug":"new-{{round}}","name":"New {{round}}","category":"Matcha","description":"Neuf.","basePriceCHF":6.1,"image":"https://img.example/m.jpg"}""");
                answered.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                await Task.WhenAll(heard);
                last.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            return (last.Order().ElementAt(rounds / 2), answered.Order().ElementAt(rounds / 2));
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }
    }

    private async Task<string> MakeAsync(RawClient client, string path, string kind, string json)
    {
        var status = await client.SendAsync(Http("POST", path, json));
        return status == 201 ? Json(client).GetProperty(kind).GetProperty("_id").GetString()! : throw new InvalidOperationException($"{path} answered {status}."); // a 201 has an id
    }

    private static JsonElement Json(RawClient client)
    {
        var text = Encoding.UTF8.GetString(client.Body.Span);
        var begin = text.IndexOf('{', StringComparison.Ordinal); // behind a chunk's size
        return JsonDocument.Parse(text[begin..(text.LastIndexOf('}') + 1)]).RootElement;
    }

    private byte[] Http(string method, string path, string? json = null) => Bytes(_port, method, path, _token, json);

    private static byte[] Bytes(int port, string method, string path, string? token, string? json) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}" +
        (json is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));
}
