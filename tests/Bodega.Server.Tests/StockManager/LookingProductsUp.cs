using System.Collections.Concurrent;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §7.5, against a public database of the test's own.</summary>
public sealed class LookingProductsUp
{
    [Theory, EachDatabase]
    public async Task A_product_is_found_outside_and_remembered(Database database)
    {
        await using var outside = await Outside.OpenAsync();
        await using var shop = await Shop.OpenAsync(database, ("Integrations:Enabled", "true"), ("Integrations:OpenFoodFacts:BaseUrl", outside.Url));
        var root = await shop.SignInAsync();
        const string found = """{"barcode":"7501","name":"Leche","description":"Leche entera","brands":"La Vaca","categories":"Lácteos","image_url":"https://images.example/1.jpg"}""";
        const string missing = """{"error":"Producto no encontrado en OpenFoodFacts"}""";
        (await root.GetAsync("/api/products/info/7501")).ShouldBe(200, found);
        (await root.GetAsync("/api/products/info/7501")).ShouldBe(200, found);
        (await root.GetAsync("/api/products/info/404")).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/404")).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/200")).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/1")).ShouldBe(200, """{"barcode":"1","name":"","description":"","brands":"","categories":"","image_url":""}""");
        (await root.GetAsync("/api/products/info/" + Uri.EscapeDataString("../../admin"))).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/7501%3Fx=1")).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/" + new string('1', 21))).ShouldBe(404, missing);
        (await root.GetAsync("/api/products/info/٧٥")).ShouldBe(404, missing);
        Assert.Equal(["/api/v2/product/1.json", "/api/v2/product/200.json", "/api/v2/product/404.json", "/api/v2/product/7501.json"], outside.Asked.Order());
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await root.GetAsync("/api/products/info/7501")).ShouldBe(200, found);
        Assert.Equal(5, outside.Asked.Count);
    }

    [Theory, EachDatabase]
    public async Task What_goes_wrong_outside_is_told_apart(Database database)
    {
        await using var outside = await Outside.OpenAsync();
        await using var shop = await Shop.OpenAsync(database, ("Integrations:Enabled", "true"), ("Integrations:OpenFoodFacts:BaseUrl", outside.Url));
        var root = await shop.SignInAsync();
        foreach (var barcode in new[] { "500", "302", "2", "3", "4" })
            (await root.GetAsync($"/api/products/info/{barcode}")).ShouldBe(500, """{"error":"Error al consultar OpenFoodFacts"}""");
        (await root.GetAsync("/api/products/info/5")).ShouldBe(502, """{"error":"No se pudo conectar con OpenFoodFacts"}""");
        await outside.DisposeAsync();
        (await root.GetAsync("/api/products/info/7")).ShouldBe(502, """{"error":"No se pudo conectar con OpenFoodFacts"}""");
        Assert.DoesNotContain("/elsewhere", outside.Asked);
    }

    [Theory, EachDatabase]
    public async Task Nobody_is_asked_when_the_shop_keeps_to_itself(Database database)
    {
        await using var outside = await Outside.OpenAsync();
        await using var shop = await Shop.OpenAsync(database, ("Integrations:OpenFoodFacts:BaseUrl", outside.Url));
        var root = await shop.SignInAsync();
        (await root.GetAsync("/api/products/info/7501")).ShouldBe(502, """{"error":"No se pudo conectar con OpenFoodFacts"}""");
        Assert.Empty(outside.Asked);
    }

    private sealed class Outside(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<string> Asked { get; } = [];

        public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // Kestrel has one

        public static async Task<Outside> OpenAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var outside = new Outside(app);
            app.Run(outside.AnswerAsync);
            await app.StartAsync();
            return outside;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task AnswerAsync(HttpContext http)
        {
            Asked.Enqueue(http.Request.Path);
            var (status, answer) = Path.GetFileNameWithoutExtension(http.Request.Path) switch
            {
                "7501" => (200, """{"status":1,"product":{"product_name":" Leche ","generic_name":"Leche entera","brands":"La Vaca","categories":"Lácteos","image_url":"https://images.example/1.jpg"}}"""),
                "200" => (200, """{"status":0,"status_verbose":"product not found"}"""),
                "1" => (200, """{"status":1,"product":{"product_name":5,"brands":[],"image_url":"javascript:alert(1)"}}"""),
                "2" => (200, "<html>"),
                "3" => (200, "[]"),
                "4" => (200, $$$"""{"status":1,"product":{"product_name":"{{{new string('x', 2 << 20)}}}"}}"""),
                "500" => (500, "{}"),
                "302" => (302, "{}"),
                _ => (404, """{"status":0}"""),
            };
            if (http.Request.Path.Value!.EndsWith("/5.json", StringComparison.Ordinal)) // every path has a value
            {
                http.Abort();
                return;
            }
            http.Response.StatusCode = status;
            if (status == 302) http.Response.Headers.Location = "/elsewhere";
            await http.Response.WriteAsync(answer);
        }
    }
}
