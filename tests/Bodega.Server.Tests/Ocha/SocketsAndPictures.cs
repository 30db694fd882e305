using System.Net.WebSockets;
using System.Text;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Server.Apis.Ocha;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Ocha;

public sealed class SocketsAndPictures
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Everybody_is_told_of_a_new_product_and_of_nothing_else(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        using var plain = await ConnectAsync(shop, "/");
        using var offering = await ConnectAsync(shop, "/any/path", socket =>
        {
            socket.Options.AddSubProtocol("first");
            socket.Options.AddSubProtocol("second");
            socket.Options.SetRequestHeader("Origin", "https://elsewhere.example");
        });
        Assert.Equal("first", offering.SubProtocol);
        // One that never reads and one that has gone hold nobody up.
        using var deaf = await ConnectAsync(shop, "/", reads: false);
        (await ConnectAsync(shop, "/")).Dispose();
        await plain.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, true, Ct);

        var product = await admin.HasProductAsync("menthe", more: ",\"isActive\":false");
        (await admin.PatchAsync($"/products/{product}", """{"name":"Autre"}""")).ShouldBe(200);
        (await admin.PostAsync("/products", "{}")).ShouldBe(400);
        await admin.HasStoreAsync("Ocha Morges");
        // Made elsewhere in the house, it is told just the same.
        await shop.LookAsync(async (services, _) => (await services.GetRequiredService<CreateMenuItem>().RunAsync(
            new NewMenuItem("elsewhere", "Elsewhere", "c", "d", Money.Of(1), true, "i", "S,M,L", MenuExtras.Default), Ct)).Fault);
        foreach (var socket in new[] { plain, offering })
        {
            Assert.Contains("\"slug\":\"menthe\"", await FrameAsync(socket), StringComparison.Ordinal);
            Assert.StartsWith("""{"type":"new_product","product":{"_id":""", await FrameAsync(socket), StringComparison.Ordinal);
        }
        await plain.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, plain.CloseStatus);
    }

    [Fact]
    public async Task One_who_does_not_listen_is_dropped_and_holds_nobody_up()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var admin = await OchaClient.AdminAsync(shop);
        using var deaf = await ConnectAsync(shop, "/", reads: false);
        using var keen = await ConnectAsync(shop, "/");
        var sockets = shop.Services.GetRequiredService<NewProductSockets>();
        Assert.Equal(2, sockets.Open);
        // Far more than the buffers between the two hold.
        var text = new string('x', 90_000);
        var buffer = new byte[200_000];
        for (var i = 0; sockets.Open == 2; i++)
        {
            Assert.True(i < 500, "the deaf one is still served");
            (await admin.PostAsync("/products", $$"""{"slug":"p{{i}}","name":"p{{i}}","category":"c","description":"{{text}}","basePriceCHF":1,"image":"i"}""")).ShouldBe(201);
            var heard = 0;
            WebSocketReceiveResult part;
            do
            {
                part = await keen.ReceiveAsync(buffer, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
                heard += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.InRange(heard, 90_000, 91_000);
        }
        Assert.Equal(1, sockets.Open);
    }

    [Fact]
    public async Task One_who_talks_without_end_is_cut_off()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        using var socket = await ConnectAsync(shop, "/");
        var sockets = shop.Services.GetRequiredService<NewProductSockets>();
        Assert.Equal(1, sockets.Open);
        try
        {
            for (var i = 0; i < 200; i++) await socket.SendAsync(new byte[1000], WebSocketMessageType.Binary, endOfMessage: false, Ct);
        }
        catch (WebSocketException)
        {
            // cut off while still talking
        }
        var buffer = new byte[100];
        try
        {
            Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(buffer, Ct)).MessageType);
            Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
        }
        catch (WebSocketException)
        {
            // or the connection itself is gone
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (sockets.Open > 0) await Task.Delay(5, patience.Token);
    }

    [Fact]
    public async Task A_sub_protocol_that_is_no_name_is_not_taken()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var address = shop.AddressOf("ocha");
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Ct);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: a/b\r\n\r\n"u8.ToArray(), Ct);
        var buffer = new byte[1000];
        var answer = Encoding.UTF8.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Ct));
        Assert.StartsWith("HTTP/1.1 101", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("a/b", answer, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Pictures_are_kept_replaced_and_cleaned_up(Database database)
    {
        await using var shop = await Shop.OpenAsync(database, ("Apis:Ocha:PublicUrl", "https://shop.example"));
        var admin = await OchaClient.AdminAsync(shop);
        var product = await admin.HasProductAsync("menthe");
        var first = await UploadAsync(admin, product, Pictures.Png);
        Assert.StartsWith($"https://shop.example/media/ocha/{product}-", first, StringComparison.Ordinal);
        // A form of several parts, as some of the original's documents had it.
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Gif()), "image", "x.exe" } };
        var second = (await shop.Guest().SendAsync(HttpMethod.Put, $"/api/v1/products/{product}/image", form, ("Authorization", $"Bearer {admin.Token}"))).ShouldBe(200).Json.GetProperty("imageUrl").GetString()!;
        Assert.EndsWith(".gif", second, StringComparison.Ordinal);
        Assert.Equal(second, (await admin.GetAsync($"/products/{product}")).Json.GetProperty("product").GetProperty("image").GetString());
        var served = (await shop.Guest().GetAsync(new Uri(second).AbsolutePath)).ShouldBe(200);
        Assert.Equal(Gif(), served.Bytes);
        Assert.Equal(("image/gif", "nosniff", "public, max-age=31536000, immutable"), (served.ContentType, served.Headers["X-Content-Type-Options"], served.Headers["Cache-Control"]));
        (await shop.Guest().GetAsync(new Uri(first).AbsolutePath)).ShouldBe(200);

        // Files carry the machine's time, the shop its own: both move on.
        shop.Clock.Advance(TimeProvider.System.GetUtcNow() - shop.Clock.GetUtcNow() + TimeSpan.FromHours(2));
        Assert.Equal(1, await shop.LookAsync((services, _) => services.GetRequiredService<RemoveUnusedPictures>().RunAsync(Ct)));
        (await shop.Guest().GetAsync(new Uri(first).AbsolutePath)).ShouldBe(404, "Not Found");
        (await shop.Guest().GetAsync(new Uri(second).AbsolutePath)).ShouldBe(200);
        const string elsewhere = "https://img.example/latte.jpg";
        (await OchaClient.AdminAsync(shop) is var again ? await again.PutAsync($"/products/{product}/image", $$"""{"image":"{{elsewhere}}"}""") : null!)
            .ShouldBe(200, $$"""{"message":"Image uploaded successfully","imageUrl":"{{elsewhere}}"}""");
        Assert.Equal(1, await shop.LookAsync((services, _) => services.GetRequiredService<RemoveUnusedPictures>().RunAsync(Ct)));
        Assert.Empty(System.IO.Directory.EnumerateFiles(Path.Combine(shop.Directory, "files", "pictures")));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var admin = await OchaClient.AdminAsync(shop);
        var product = await admin.HasProductAsync("menthe");
        var svg = Convert.ToBase64String("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8);
        foreach (var image in new[] { $"data:image/svg+xml;base64,{svg}", $"data:image/png;base64,{svg}", "data:image/png;base64,****", "data:image/png,raw", "data:", "javascript:alert(1)", "file:///etc/passwd", "ftp://x/y.png", "x.png", $"data:image/png;base64,{Convert.ToBase64String(Pictures.Png[..40])}" })
        {
            var reply = (await admin.PutAsync($"/products/{product}/image", $$"""{"image":"{{image}}"}""")).ShouldBe(422);
            Assert.StartsWith("""{"message":"Invalid data","error":"Product validation failed: image:""", reply.Text, StringComparison.Ordinal);
        }
        (await admin.PutAsync($"/products/{product}/image", $$"""{"image":"data:image/png;base64,{{new string('A', 14_500_000)}}"}""")).ShouldBe(422);
        Assert.Equal("https://img.example/m.jpg", (await admin.GetAsync($"/products/{product}")).Json.GetProperty("product").GetProperty("image").GetString());
    }

    private static async Task<string> UploadAsync(OchaClient admin, string product, byte[] picture) =>
        (await admin.PutAsync($"/products/{product}/image", $$"""{"image":"data:text/plain;base64,{{Convert.ToBase64String(picture)}}"}""")).ShouldBe(200).Json.GetProperty("imageUrl").GetString()!;

    private static byte[] Gif() => [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 0x01, 0, 0x3B];

    private static async Task<ClientWebSocket> ConnectAsync(Shop shop, string path, Action<ClientWebSocket>? adjust = null, bool reads = true)
    {
        var socket = new ClientWebSocket();
        adjust?.Invoke(socket);
        await socket.ConnectAsync(new UriBuilder(shop.AddressOf("ocha")) { Scheme = "ws", Path = path }.Uri, Ct);
        if (reads) Assert.Equal("""{"message":"Connecté au WebSocket"}""", await FrameAsync(socket));
        return socket;
    }

    private static async Task<string> FrameAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var received = await socket.ReceiveAsync(buffer, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
