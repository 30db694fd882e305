using System.Text.Json;
using Bodega.Accounts;
using Bodega.Server.Apis.StockManager;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.AspNetCore.Routing;

namespace Bodega.Server.Tests.StockManager;

/// <summary>What holds for every route of the surface (contract §3), and its published description.</summary>
public sealed class RouteTable
{
    // Who may call what, by the groups of contract §3 and the calls of §4–§7.
    private const string Everyone = "anyone", Sellers = "vendedor", Admins = "admin", Roots = "root";

    private static readonly (string Who, string Routes)[] Table =
    [
        (Everyone, "GET /api/health, POST /api/login, POST /api/register, POST /api/users/reset-password, POST /api/users/validate-code, POST /api/users/reset-password/change-password"),
        (Everyone, "GET /login, POST /login, GET /register, POST /register, GET /reset-password, POST /reset-password, GET /reset-password/code, POST /reset-password/code, GET /reset-password/password, POST /reset-password/password, GET /api/changelog, GET /changelog, GET /api/ui/is-new, GET /api/ui/seen-highlights, POST /api/ui/seen-highlights, GET /api/openapi.json, GET /api/docs"),
        (Admins, "GET /api/users, GET /api/users/7, POST /api/users, PUT /api/users/7, DELETE /api/users/99, GET /api/applications, POST /api/applications/99/approve, POST /api/applications/99/reject"),
        (Sellers, "GET /api/suggest/vendors"),
        (Sellers, "GET /api/products_all, GET /api/products, GET /api/products/7, GET /api/items, GET /api/products/info/7501, GET /products/7/barcode/image, GET /api/product-attributes, GET /api/products/7/attributes"),
        (Admins, "POST /api/products, PUT /api/products/7, DELETE /api/products/7, POST /api/products/7/activate, POST /api/products/update_price_bulk, POST /api/products/stock_update_bulk, POST /api/products/export, GET /api/products/export"),
        (Admins, "POST /import, POST /import/confirm, POST /products/7/barcode/regenerate, PUT /products/7/barcode/update, GET /products/barcodes/pdf"),
        (Admins, "POST /api/product-attributes, POST /api/products/7/attributes, PUT /api/products/7/attributes, DELETE /api/attributes/7"),
        (Sellers, "POST /api/sales, POST /api/sales/bulk, GET /api/sales, GET /api/sales/7"),
        (Admins, "GET /api/sales/7/edit, PUT /api/sales/7"),
        (Sellers, "GET /api/stats, GET /api/metrics, GET /api/never-sold"),
        (Sellers, "GET /api/notifications/unread, GET /api/notifications/all, POST /api/notifications/7/read, POST /api/notifications/read-all, GET /api/notifications/stream"),
        (Admins, "POST /api/notifications/create, DELETE /api/notifications/7/delete"),
        (Sellers, "GET /api/user/{me}"),
        (Roots, "GET /api/user/99, GET /api/all"),
        (Admins, "GET /api/entity/user/7"),
        (Sellers, "PUT /api/settings/profile, PUT /api/settings/password, PUT /api/api/settings/profile, PUT /api/api/settings/password, GET /api/settings/actual, GET /api/settings/actual/backup"),
        (Admins, "PUT /api/settings/actual/backup"),
        (Roots, "PUT /api/settings/actual/roles"),
        (Roots, "POST /api/debug/log, GET /api/debug/logs, POST /api/debug/command"),
        (Sellers, "GET /api/customers, GET /api/customers/7/balance, GET /api/customers/7/movements"),
        (Admins, "POST /api/customers, POST /api/customers/7, POST /api/customers/7/payments, POST /api/customers/7/adjustments"),
        (Sellers, "GET /, GET /products/7, GET /sales/new, POST /sales/new, GET /sales, GET /metrics, GET /notifications, GET /settings, GET /customers, POST /settings/profile, POST /settings/password"),
        (Admins, "GET /products/new, GET /product_form, GET /product_management, GET /products/7/edit, GET /products/barcodes, GET /products/barcodes/print, GET /products/export-view, GET /import, GET /sales/7/edit, GET /users"),
    ];

    [Theory, EachDatabase]
    public async Task Every_route_lets_in_whom_the_contract_names_and_nobody_else(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var max = await shop.AddUserAsync("max", MembershipRole.Admin);
        var ana = await shop.AddUserAsync("ana", MembershipRole.Staff);
        (string Role, long Id, Client Client)[] callers =
        [
            (Everyone, 0, shop.Anyone()), (Sellers, ana, await shop.SignInAsync("ana", Seeds.Password)),
            (Admins, max, await shop.SignInAsync("max", Seeds.Password)), (Roots, 1, await shop.SignInAsync()),
        ];
        string[] ladder = [Everyone, Sellers, Admins, Roots];
        var mapped = Mapped(shop).ToHashSet();
        var wrong = new List<string>();
        foreach (var (who, routes) in Table)
            foreach (var route in routes.Split(", "))
                foreach (var (role, id, client) in callers)
                {
                    var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{me}", $"{id}", StringComparison.Ordinal));
                    if (!mapped.Any(m => m.Method == method && Fits(m.Path, path))) continue; // not served: nothing to be let into
                    var expected = Array.IndexOf(ladder, role) >= Array.IndexOf(ladder, who) ? "in" : role == Everyone ? "401" : "403";
                    var answer = await AskAsync(client, method, path);
                    if (answer != expected) wrong.Add($"{route} as {role}: {answer}, not {expected}");
                }
        Assert.Empty(wrong);
        // A route that the table forgets would be tried by nobody.
        var named = Table.SelectMany(row => row.Routes.Split(", ")).Select(route => (Method: route.Split(' ')[0], Path: route.Split(' ')[1].Replace("{me}", "1", StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(mapped, m => m.Path != "/logout" && !named.Exists(n => n.Method == m.Method && Fits(m.Path, n.Path)));
    }

    [Fact]
    public async Task Every_route_says_who_may_use_it()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        Assert.DoesNotContain(Endpoints(shop), endpoint => endpoint.Metadata.GetMetadata<Access>() is null);
    }

    [Fact]
    public async Task Every_route_is_described_and_the_description_is_sound()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var reply = (await shop.Anyone().GetAsync("/api/openapi.json")).ShouldBe(200);
        Assert.Equal("application/json", reply.ContentType);
        var document = reply.Json;
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(m => (Method: m.Name.ToUpperInvariant(), Path: path.Name))).ToHashSet();
        Assert.DoesNotContain(Mapped(shop), route => !described.Contains(route));
        // Every reference leads somewhere, every operation is named once.
        foreach (var reference in References(document))
            Assert.True(reference.Split('/')[1..].Aggregate((JsonElement?)document, (at, name) => at is { } e && e.TryGetProperty(name, out var next) ? next : null) is not null, reference);
        var ids = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(m => m.Value.GetProperty("operationId").GetString())).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        // The table above and the document name the same calls.
        foreach (var route in Table.SelectMany(row => row.Routes.Split(", ")))
            Assert.True(described.Any(d => d.Method == route.Split(' ')[0] && Fits(d.Path, route.Split(' ')[1].Replace("{me}", "1", StringComparison.Ordinal))), route);
    }

    [Fact]
    public async Task Everything_described_is_served()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        using var document = JsonDocument.Parse(DocumentEndpoints.Bytes);
        var mapped = Mapped(shop).ToHashSet();
        var described = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(m => (Method: m.Name.ToUpperInvariant(), Path: path.Name)));
        Assert.DoesNotContain(described, route => !mapped.Contains(route));
    }

    [Fact]
    public async Task The_reference_page_needs_nothing_but_itself()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var page = (await shop.Anyone().GetAsync("/api/docs")).ShouldBe(200);
        Assert.Equal("text/html; charset=utf-8", page.ContentType);
        Assert.Contains("<code>/api/notifications/stream</code>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Text);
    }

    private static IEnumerable<RouteEndpoint> Endpoints(Shop shop) => RouteCollector.Of(shop, routes => routes.MapStockManager());

    // The surface's routes as the document spells them: /api/users/{id}. Files (and catch-alls for them) are no calls.
    internal static IEnumerable<(string Method, string Path)> Mapped(Shop shop) =>
        from endpoint in Endpoints(shop)
        let path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "",
        }))))
        where !endpoint.RoutePattern.Parameters.Any(parameter => parameter.IsCatchAll) && !path.StartsWith("/assets/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select (method, path);

    private static bool Fits(string pattern, string path)
    {
        var (wanted, given) = (pattern.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }

    private static async Task<string> AskAsync(Client client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("X-Requested-With", "XMLHttpRequest");
        if (method is "POST" or "PUT") request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        // A stream has no end to wait for.
        using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode switch
        {
            401 when await response.Content.ReadAsStringAsync() == """{"error":"No autenticado"}""" => "401",
            403 when await response.Content.ReadAsStringAsync() == """{"error":"Permiso denegado"}""" => "403",
            >= 500 and not 502 => $"{(int)response.StatusCode}",
            _ => "in",
        };
    }

    private static IEnumerable<string> References(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(field => field.Name == "$ref" ? [field.Value.GetString()!] : References(field.Value)), // a string by the standard
        JsonValueKind.Array => at.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
