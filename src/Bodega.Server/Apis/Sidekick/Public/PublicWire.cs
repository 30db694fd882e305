using System.Text.Json.Serialization;

namespace Bodega.Server.Apis.Sidekick.Public;

/// <summary>A form was taken.</summary>
internal sealed record TakenBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("message")] string Message);

/// <summary>The server is there (contract §14.4).</summary>
internal sealed record HealthBody([property: JsonPropertyName("status")] string Status);

[JsonSerializable(typeof(TakenBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class PublicWire : JsonSerializerContext
{
    public static PublicWire Wire { get; } = new(SidekickJson.Options());
}
