namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>Whether a request or a link may come from or lead to another site (accounts contract §4.1).</summary>
internal sealed class CrossSite(InventorySettings settings)
{
    /// <summary>False when a browser says that another site's page sent it.</summary>
    public bool MayPost(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin ? IsOurs(request, origin)
        : request.Headers.Referer.ToString() is not { Length: > 0 } referer || (Uri.TryCreate(referer, UriKind.Absolute, out var url) && IsOurs(request, url.GetLeftPart(UriPartial.Authority)));

    /// <summary>True for a path of this site and for an address at an origin that is trusted.</summary>
    public bool MayLeadTo(HttpRequest request, string url)
    {
        // A header holds printable ASCII; anything else can be written with percent signs.
        if (!url.All(c => c is > ' ' and <= '~')) return false;
        // Two slashes, or a slash and a backslash, begin another site's name.
        if (url.StartsWith('/')) return !(url.Length > 1 && url[1] is '/' or '\\') && !url.Contains('\\', StringComparison.Ordinal);
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && IsOurs(request, address.GetLeftPart(UriPartial.Authority));
    }

    private bool IsOurs(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) || settings.TrustedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
