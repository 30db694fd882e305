using System.Text.Json;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Files.Pictures;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Pictures of products: taken as data, kept as files, never fetched from anywhere (contract §5.7).</summary>
internal static class PictureEndpoints
{
    private const long MostBody = 15 * 1024 * 1024;
    private const int MostAddress = 2000;

    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/products/{id}/image", PutAsync).Requires(OchaAccess.Admin).WithMetadata(new LargeBody(MostBody));
        routes.MapGet("/media/ocha/{name}", Get).Requires(OchaAccess.Anyone);
    }

    private static async Task<IResult> PutAsync(string id, HttpRequest request, OchaBody body, BodegaDb db, UpdateMenuItem update, PictureStore pictures, PublicAddress address, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        if (!await db.MenuItems.AnyAsync(item => item.Hex24 == hex24, ct)) return OchaWords.Unknown("Product");
        if (body.Image is null or { Length: 0 } && !Cast.IsTruthy(body["image"])) return OchaJson.Refuse(400, "Image is required");
        var url = body["image"] is { ValueKind: JsonValueKind.String } text && IsAddress(text.GetString()!) ? text.GetString()! : null; // a string is one
        if (url is null)
        {
            if (await BytesAsync(body, ct) is not { } bytes || Picture.Read(bytes) is not { } picture)
                return OchaJson.Invalid("Product validation failed: image: is no PNG, JPEG, WebP, GIF or AVIF picture that may be kept (at most 10 MB, 8000 pixels a side)");
            url = $"{address.Of(request)}/media/ocha/{await pictures.KeepAsync(hex24, picture, ct)}";
        }
        return (await update.RunAsync(hex24, new MenuItemChange(Image: url), ct)).Succeeded(out _, out var fault)
            ? OchaJson.Ok(new ImageAnswer("Image uploaded successfully", url), OchaWire.Wire.ImageAnswer)
            : new FaultResult(fault);
    }

    // Kept as it is: whoever shows the product asks that address, the server never does (W14).
    private static bool IsAddress(string text) =>
        text.Length <= MostAddress && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static async Task<byte[]?> BytesAsync(OchaBody body, CancellationToken ct)
    {
        if (body.Image is { Length: > 0 } file)
        {
            if (file.Length > Picture.MostBytes) return null;
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
        // data:image/png;base64,… – what it calls itself does not matter.
        if (body["image"] is not { ValueKind: JsonValueKind.String } given || given.GetString() is not { } text || !text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return null;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return null;
        var buffer = new byte[((text.Length - comma) / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text.AsSpan(comma + 1), buffer, out var length) ? buffer[..length] : null;
    }

    private static IResult Get(string name, HttpResponse response, PictureStore pictures)
    {
        if (pictures.Open(name) is not { } file) return new FaultResult(HttpFaults.NoSuchRoute);
        // The name holds a hash of the picture: it never means another one.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(file, PictureStore.KindOf(name) switch
        {
            PictureKind.Png => "image/png",
            PictureKind.Jpeg => "image/jpeg",
            PictureKind.WebP => "image/webp",
            PictureKind.Gif => "image/gif",
            _ => "image/avif",
        });
    }
}

/// <summary>Where the surface is reached from outside (<c>Apis__Ocha__PublicUrl</c>), else as the request names it.</summary>
internal sealed class PublicAddress(Uri? configured)
{
    /// <summary>Scheme and host without a slash at the end.</summary>
    public string Of(HttpRequest request) => configured is { } url ? url.GetLeftPart(UriPartial.Authority) : request.Host.HasValue ? $"{request.Scheme}://{request.Host.Value}"
        : $"{request.Scheme}://{new System.Net.IPEndPoint(request.HttpContext.Connection.LocalIpAddress ?? System.Net.IPAddress.Loopback, request.HttpContext.Connection.LocalPort)}"; // HTTP/1.0 names no host
}
