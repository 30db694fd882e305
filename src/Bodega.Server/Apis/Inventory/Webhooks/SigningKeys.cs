using System.Buffers.Text;
using System.Text.Json;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory.Webhooks;

/// <summary>The public keys of the identity service outside, from its one address that the settings name (accounts contract §13.2).</summary>
/// <remarks>Kept for an hour; an unknown key is asked for at most once a minute, so that made-up names cost nothing.</remarks>
internal sealed partial class SigningKeys(HttpClient http, InventorySettings settings, Settings server, TimeProvider clock, SigningKeyMemory memory, ILogger<SigningKeys> logger)
{
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<SigningKeyMemory>();
        services.AddHttpClient<SigningKeys>(client =>
            {
                client.Timeout = TimeSpan.FromSeconds(5);
                client.MaxResponseContentBufferSize = MostBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
    }

    /// <summary>The key of a name; null when the service has none, or cannot be asked.</summary>
    public async Task<byte[]?> FindAsync(string keyId, CancellationToken ct)
    {
        if (settings.WebhookIssuer is not { } issuer) return null;
        var now = clock.GetUtcNow();
        var kept = memory.Keys;
        if (kept is not null && now - kept.At < Kept && kept.ById.TryGetValue(keyId, out var key)) return key;
        if (!server.OutboundEnabled || now - memory.AskedAt < Pause) return null;
        memory.AskedAt = now;
        try
        {
            memory.Keys = kept = new(now, Read(await http.GetByteArrayAsync(new Uri(issuer, ".well-known/jwks.json"), ct)));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogFailure(exception);
            return null;
        }
        return kept.ById.GetValueOrDefault(keyId);
    }

    private static Dictionary<string, byte[]> Read(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array) return keys;
        foreach (var key in list.EnumerateArray())
            if (Text(key, "kty") == "OKP" && Text(key, "crv") == "Ed25519" && Text(key, "kid") is { } id && Text(key, "x") is { } x && Base64Url.IsValid(x)) keys[id] = Base64Url.DecodeFromChars(x);
        return keys;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook issuer's keys could not be read")]
    private partial void LogFailure(Exception exception);
}

/// <summary>What was read last.</summary>
internal sealed class SigningKeyMemory
{
    public KeySet? Keys { get; set; }

    /// <summary>When the service was asked last, with or without an answer.</summary>
    public DateTimeOffset AskedAt { get; set; }

    internal sealed record KeySet(DateTimeOffset At, Dictionary<string, byte[]> ById);
}
