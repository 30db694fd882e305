using System.Text.RegularExpressions;
using Bodega.Server.Apis.Sidekick;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Health and the surface's own description (contract §14.4).</summary>
public sealed partial class DescribingItself
{
    [Fact]
    public async Task The_server_says_that_it_is_there()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        (await shop.Traveller().GetAsync("/api/health")).ShouldBe(200, """{"status":"ok"}"""); // example 25
        Assert.Equal(200, (await shop.Traveller().SendAsync(HttpMethod.Head, "/api/health", null)).Status);
    }

    [Fact]
    public async Task Every_route_is_described()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        Assert.Empty(Mapped(shop).Except(await DescribedAsync(shop)));
    }

    [Fact]
    public async Task Everything_described_is_served()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        Assert.Empty((await DescribedAsync(shop)).Except(Mapped(shop)));
    }

    [Fact]
    public async Task The_document_and_its_page_need_nothing_but_themselves()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        var reply = (await shop.Traveller().GetAsync("/api/docs/openapi.yaml")).ShouldBe(200);
        Assert.Equal(("application/yaml", "3.0.3"), (reply.ContentType, reply.Json.GetProperty("openapi").GetString()));
        foreach (Match reference in References().Matches(reply.Text))
            Assert.True(reply.Json.GetProperty("components").GetProperty("responses").TryGetProperty(reference.Groups["name"].Value, out _), reference.Value);
        var page = (await shop.Traveller().GetAsync("/api/docs")).ShouldBe(200);
        Assert.Equal("text/html; charset=utf-8", page.ContentType);
        Assert.Contains("<code>/api/vault/plantillas/{id}/mejoras</code>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Text);
    }

    private static async Task<List<string>> DescribedAsync(Shop shop) =>
        [.. (await shop.Traveller().GetAsync("/api/docs/openapi.yaml")).Json.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {Plain(path.Name)}"))];

    private static List<string> Mapped(Shop shop) => [.. RouteCollector.NamesOf(RouteCollector.Of(shop, routes => routes.MapSidekick())).Select(Plain)];

    // What a value is called, and what it may be, differs between a route and its description.
    private static string Plain(string path) => Values().Replace(path, "{}").TrimEnd('/');

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Values();

    [GeneratedRegex(@"""#/components/responses/(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex References();
}
