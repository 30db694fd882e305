using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory.Pages;

/// <summary>Marks a page: strangers are led to the door instead of being refused.</summary>
internal sealed record Page
{
    public static Page Instance { get; } = new();
}

/// <summary>What a browser finds on this port (accounts contract §6). The screens themselves are the front end's.</summary>
internal static class PageRoutes
{
    private const string Robots = """
        User-Agent: *
        Allow: /
        Allow: /auth/sign-in
        Allow: /auth/sign-up
        Allow: /auth/forgot-password
        Allow: /auth/reset-password
        Disallow: /api/
        Disallow: /admin/
        Disallow: /analisis/
        Disallow: /categorias/
        Disallow: /clientes/
        Disallow: /compras/
        Disallow: /cotizaciones/
        Disallow: /empresa/
        Disallow: /invitacion/
        Disallow: /movimientos/
        Disallow: /notificaciones/
        Disallow: /onboarding/
        Disallow: /productos/
        Disallow: /proveedores/
        Disallow: /venta-rapida/
        Disallow: /ventas/
        Disallow: /account/


        """;

    private static readonly (string Path, string Often, string Weight)[] Public =
    [
        ("/", "daily", "1.0"), ("/auth/sign-in", "monthly", "0.8"), ("/auth/sign-up", "monthly", "0.8"), ("/auth/forgot-password", "monthly", "0.5"), ("/auth/reset-password", "monthly", "0.5"),
    ];

    private static readonly ApiDocument Document = new("inventory.openapi.json", "/api/openapi.json");

    public static void MapPages(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", (InventorySettings settings) => TypedResults.Text($"{Robots}Sitemap: {settings.PublicUrl}/sitemap.xml\n", "text/plain; charset=utf-8")).Requires(Access.Anyone);
        routes.MapGet("/sitemap.xml", (InventorySettings settings) => TypedResults.Text(Sitemap(settings.PublicUrl), "application/xml")).Requires(Access.Anyone);
        routes.MapGet("/favicon.ico", () => TypedResults.NoContent()).Requires(Access.Anyone);
        routes.MapGet("/api/openapi.json", () => TypedResults.Bytes(Document.Json, InventoryJson.ContentType)).Requires(Access.Anyone);
        routes.MapGet("/api/docs", () => TypedResults.Bytes(Document.Page, "text/html; charset=utf-8")).Requires(Access.Anyone);
        routes.MapDoor();
        // Old addresses (§18).
        routes.MapGet("/usuarios", () => TypedResults.Redirect("/admin/usuarios")).Requires(Access.Session).WithMetadata(Page.Instance);
        routes.MapGet("/usuarios/{id}", (string id) => TypedResults.Redirect($"/admin/usuarios/{Uri.EscapeDataString(id)}")).Requires(Access.Session).WithMetadata(Page.Instance);
        routes.MapGet("/admin/empresas", () => TypedResults.Redirect("/admin")).Requires(Access.Session).WithMetadata(Page.Instance);
    }

    /// <summary>True for a path that is a page nobody may see without a session.</summary>
    public static bool IsGuarded(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Value is { } path && !path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) && !path.Equals("/api", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/invitacion", StringComparison.OrdinalIgnoreCase);

    /// <summary>The way to the door.</summary>
    public static IResult ToSignIn(HttpContext http) => TypedResults.Redirect($"{http.Request.Scheme}://{http.Request.Host}/auth/sign-in", permanent: false, preserveMethod: true);

    private static string Sitemap(string address) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        + string.Concat(Public.Select(page => $"<url><loc>{address}{(page.Path == "/" ? "" : page.Path)}</loc><changefreq>{page.Often}</changefreq><priority>{page.Weight}</priority></url>\n"))
        + "</urlset>\n";
}
