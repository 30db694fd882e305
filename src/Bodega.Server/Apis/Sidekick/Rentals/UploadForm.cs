using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bodega.Server.Apis.Sidekick.Rentals;

/// <summary>A form with workbooks (contract §8.6, §10.3, §11.2, §12.4). It is held in memory: what guests are in it touches no disk (§15).</summary>
internal sealed class UploadForm
{
    private const int MostReadOver = 8; // times what is allowed
    private const int MostParts = 32;

    private readonly IFormCollection _form;

    private UploadForm(IFormCollection form) => _form = form;

    /// <summary>Lets handlers take it as a parameter; what is no such form, or a broken one, has no parts.</summary>
    public static async ValueTask<UploadForm?> BindAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return new(FormCollection.Empty);
        var most = http.RequestServices.GetRequiredService<SidekickSettings>().MaxUploadBytes;
        if (http.Request.ContentLength is { } length && length > most) await ReadOverAsync(http, length, most);
        try
        {
            return new(await http.Request.ReadWholeFormAsync(http.RequestAborted, new FormOptions { MemoryBufferThreshold = most, MultipartBodyLengthLimit = most, ValueCountLimit = MostParts }));
        }
        catch (InvalidDataException)
        {
            return new(FormCollection.Empty);
        }
    }

    /// <summary>The text of a field; "" when absent.</summary>
    public string Text(string name) => _form[name].ToString();

    /// <summary>True when a part of that name was sent, even one that browsers send where nobody chose a file; a text is none.</summary>
    public bool Has(string part) => _form.Files.GetFile(part) is not null || (_form.TryGetValue(part, out var text) && text.ToString().Length == 0);

    /// <summary>The file of a part; null where there is none, or none was chosen.</summary>
    public IFormFile? File(string part) => _form.Files.GetFile(part);

    /// <summary>The file of a part whose name says that it is a workbook, else null.</summary>
    public IFormFile? Workbook(string part) => File(part) is { } file && file.FileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? file : null;

    // A sender who is cut off while sending hears nothing of the reason: one that is not very much too large is read to its end first.
    private static async Task ReadOverAsync(HttpContext http, long length, int most)
    {
        if (length / MostReadOver <= most && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = length;
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
    }
}

internal static class GuestRoutes
{
    /// <summary>Marks a route through which guests' data goes: what is kept to answer a repetition, the file sent and the answer given, is not kept of it (contract §15).</summary>
    public static T KeepsGuestsNowhere<T>(this T routes) where T : IEndpointConventionBuilder => routes.WithMetadata(NeverOnceOnly.Instance);
}
