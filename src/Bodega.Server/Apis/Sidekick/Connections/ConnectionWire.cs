using System.Text.Json.Serialization;

namespace Bodega.Server.Apis.Sidekick.Connections;

/// <summary>The property manager, its key never among it (contract §8.9).</summary>
internal sealed record PmsBody(
    [property: JsonPropertyName("proveedor")] string Provider,
    [property: JsonPropertyName("endpoint")] string? Endpoint,
    [property: JsonPropertyName("activo")] bool IsActive,
    [property: JsonPropertyName("ultimo_sync")] DateTimeOffset? LastSyncAt);

internal sealed record PmsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("config")] PmsBody? Config);

/// <summary>What of the property manager is stored (§7.3).</summary>
internal sealed record PmsStateBody([property: JsonPropertyName("configurado")] bool HasKey, [property: JsonPropertyName("proveedor")] string? Provider);

internal sealed record GoogleStateBody([property: JsonPropertyName("configurado")] bool IsConnected);

internal sealed record AiStateBody([property: JsonPropertyName("configurado")] bool HasKey, [property: JsonPropertyName("proveedor")] string? Provider, [property: JsonPropertyName("modelo")] string? Model);

internal sealed record ConnectionsBody([property: JsonPropertyName("pms")] PmsStateBody Pms, [property: JsonPropertyName("google")] GoogleStateBody Google, [property: JsonPropertyName("ia")] AiStateBody Ai);

internal sealed record ConnectionsAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("data")] ConnectionsBody Data);

/// <summary>How many flats came, and how many of them were new (§8.8).</summary>
internal sealed record SyncBody([property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("nuevos")] int New, [property: JsonPropertyName("actualizados")] int Updated);

internal sealed record SyncAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("resultado")] SyncBody Result);

/// <summary>How contacts were written (§12.6); warnings only where there are any.</summary>
internal sealed record ContactSyncBody(
    [property: JsonPropertyName("total")] int Total,
    [property: JsonPropertyName("nuevos")] int New,
    [property: JsonPropertyName("actualizados")] int Updated,
    [property: JsonPropertyName("advertencias"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings);

internal sealed record ContactSyncAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("resultado")] ContactSyncBody Result);

internal sealed record ConsentAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("url")] string Url);

/// <summary>A connected Google account (§12.2).</summary>
internal sealed record GoogleBody(
    [property: JsonPropertyName("conectado")] bool IsConnected, [property: JsonPropertyName("alcance")] string? Scope, [property: JsonPropertyName("ultimo_sync")] DateTimeOffset? LastSyncAt);

internal sealed record GoogleAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("google")] GoogleBody Google);

/// <summary>None: the other two keys are not there.</summary>
internal sealed record NoGoogleBody([property: JsonPropertyName("conectado")] bool IsConnected);

internal sealed record NoGoogleAnswer([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("google")] NoGoogleBody Google);

[JsonSerializable(typeof(PmsAnswer))]
[JsonSerializable(typeof(ConnectionsAnswer))]
[JsonSerializable(typeof(SyncAnswer))]
[JsonSerializable(typeof(ContactSyncAnswer))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(GoogleAnswer))]
[JsonSerializable(typeof(NoGoogleAnswer))]
internal sealed partial class ConnectionWire : JsonSerializerContext
{
    public static ConnectionWire Wire { get; } = new(SidekickJson.Options());
}
