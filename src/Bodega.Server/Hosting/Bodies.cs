using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Bodega.Server.Hosting;

/// <summary>Bodies that the framework takes for sound, or fails at late, and that no surface can use.</summary>
internal static class Bodies
{
    /// <summary>The form of a request.</summary>
    /// <exception cref="InvalidDataException">It has too many or too long fields, or ends in the middle.</exception>
    public static async Task<IFormCollection> ReadWholeFormAsync(this HttpRequest request, CancellationToken ct, FormOptions? options = null)
    {
        try
        {
            return await request.ReadFormAsync(options ?? new FormOptions(), ct);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new InvalidDataException("The form ends in the middle.", exception);
        }
    }

    /// <summary>True when a name, or a text if asked, holds half a character: <c>"\ud800"</c> is JSON, but no text, and reading it fails.</summary>
    public static bool HasHalfCharacter(this JsonElement json, bool inTextsToo) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(property => IsHalf(() => property.Name) || property.Value.HasHalfCharacter(inTextsToo)),
        JsonValueKind.Array => json.EnumerateArray().Any(element => element.HasHalfCharacter(inTextsToo)),
        JsonValueKind.String => inTextsToo && IsHalf(json.GetString),
        _ => false,
    };

    private static bool IsHalf(Func<string?> text)
    {
        try
        {
            text();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
