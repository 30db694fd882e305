namespace Bodega.Server.Apis.StockManager;

/// <summary>Keeps other sites from writing with a visitor's cookie (contract §17, 21): <c>SameSite=Lax</c>, and the page a write comes from must be ours.</summary>
/// <remarks>The JSON content type that writes under <c>/api/</c> must have is asked for where the body is read (<see cref="JsonBody"/>).</remarks>
internal static class CrossSite
{
    public static bool Refuses(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return false;
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0) origin = http.Request.Headers.Referer.ToString();
        if (origin.Length == 0) return false; // scripts send neither
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from) || !string.Equals(from.Authority, Authority(http), StringComparison.OrdinalIgnoreCase);
    }

    private static string Authority(HttpContext http) =>
        new Uri($"{http.Request.Scheme}://{http.Request.Host.Value}/", UriKind.Absolute).Authority;
}
