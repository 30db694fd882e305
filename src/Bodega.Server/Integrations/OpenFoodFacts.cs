using System.Text.Json;
using Bodega.Server.Hosting;
using Microsoft.Extensions.Caching.Memory;

namespace Bodega.Server.Integrations;

/// <summary>What a public database knows of a product; a text it does not know is empty.</summary>
internal sealed record FoundProduct(string Barcode, string Name, string Description, string Brands, string Categories, string ImageUrl);

/// <summary>How a question to the public database ended.</summary>
internal enum LookupEnd
{
    Found,
    Unknown,
    Unreachable,
    Failed,
}

/// <summary>Asks OpenFoodFacts by barcode: one fixed host, digits only in its path, five seconds, a bounded answer.</summary>
/// <remarks>Hits and misses are remembered for an hour, so that a shelf scanned twice asks once.</remarks>
internal sealed partial class OpenFoodFacts(OutgoingHttp http, Settings settings, OutgoingTimes times, OpenFoodFactsMemory memory, TimeProvider clock, ILogger<OpenFoodFacts> logger)
{
    public const string DefaultBaseUrl = "https://world.openfoodfacts.org";
    private const int MostDigits = 20;
    private const int MostBytes = 1 << 20;
    private const int MostText = 500;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    public static void AddTo(IServiceCollection services) => services.AddSingleton<OpenFoodFactsMemory>().AddSingleton<OpenFoodFacts>();

    public async Task<(LookupEnd End, FoundProduct? Product)> AskAsync(string barcode, CancellationToken ct)
    {
        if (!settings.OutboundEnabled) return (LookupEnd.Unreachable, null);
        if (barcode.Length is 0 or > MostDigits || !barcode.All(char.IsAsciiDigit)) return (LookupEnd.Unknown, null);
        if (memory.TryGet(barcode, clock.GetUtcNow(), out var known)) return (known is null ? LookupEnd.Unknown : LookupEnd.Found, known);
        var url = new Uri(settings.OpenFoodFactsUrl, $"/api/v2/product/{barcode}.json?fields=product_name,generic_name,brands,categories,image_url");
        // Not repeated: somebody waits at the till.
        var asked = await http.SendAsync(new OutgoingService("OpenFoodFacts", times.ProductLookUp, MostBytes), () => new HttpRequestMessage(HttpMethod.Get, url), ct);
        if (!asked.Succeeded(out var answer, out var fault) && !fault.IsStatus(404))
            return (fault.Code is OutgoingFaults.StatusCode or OutgoingFaults.InvalidCode ? LookupEnd.Failed : LookupEnd.Unreachable, null);
        try
        {
            var product = answer is null ? null : Read(barcode, answer);
            memory.Keep(barcode, product, clock.GetUtcNow() + Remembered);
            return (product is null ? LookupEnd.Unknown : LookupEnd.Found, product);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            LogUnreadable(exception);
            return (LookupEnd.Failed, null);
        }
    }

    private static FoundProduct? Read(string barcode, byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (!json.RootElement.TryGetProperty("product", out var product) || product.ValueKind != JsonValueKind.Object) return null;
        if (json.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var number) && number == 0) return null;
        var image = Text("image_url");
        return new FoundProduct(barcode, Text("product_name"), Text("generic_name"), Text("brands"), Text("categories"),
            image.StartsWith("https://", StringComparison.Ordinal) || image.StartsWith("http://", StringComparison.Ordinal) ? image : "");

        string Text(string name)
        {
            var text = product.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : ""; // a string by its kind
            return text.Length > MostText ? text[..MostText] : text;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "OpenFoodFacts gave an answer that cannot be read")]
    private partial void LogUnreadable(Exception exception);
}

/// <summary>Answers of the last hour, at most a few thousand.</summary>
internal sealed class OpenFoodFactsMemory : IDisposable
{
    private const int MostAnswers = 5_000;
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostAnswers });

    public bool TryGet(string barcode, DateTimeOffset now, out FoundProduct? product)
    {
        var found = _answers.TryGetValue(barcode, out Answer? answer) && answer!.Until > now; // only answers are kept
        product = found ? answer!.Product : null; // as above
        return found;
    }

    public void Keep(string barcode, FoundProduct? product, DateTimeOffset until) =>
        _answers.Set(barcode, new Answer(product, until), new MemoryCacheEntryOptions { Size = 1 });

    public void Dispose() => _answers.Dispose();

    private sealed record Answer(FoundProduct? Product, DateTimeOffset Until);
}
