using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>How this surface writes JSON: UTF-8 as it is, names as the records say, nulls shown, instants as contract §1 spells them.</summary>
internal static class SidekickJson
{
    public const string ContentType = "application/json";

    /// <summary>What every source-generated context of this surface is made with.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML; the content type is JSON
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new InstantConverter() },
    };

    /// <summary>An answer.</summary>
    public static IResult Ok<T>(T body, JsonTypeInfo<T> type, int status = 200) => TypedResults.Json(body, type, ContentType, status);

    /// <summary><c>{"ok":false,"errors":[…]}</c>, the shape of every refusal.</summary>
    public static IResult Refuse(int status, params IReadOnlyList<string> errors) => Ok(new RefusalBody(false, errors), SidekickCommonWire.Wire.RefusalBody, status);

    /// <summary><c>{"ok":true}</c></summary>
    public static IResult Done() => Ok(new DoneBody(true), SidekickCommonWire.Wire.DoneBody);

    /// <summary><c>2026-05-11T08:30:15.123456+00:00</c>; a fraction of nought is left out.</summary>
    public static string Text(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        return utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
    }
}

/// <summary>A refusal.</summary>
internal sealed record RefusalBody([property: JsonPropertyName("ok")] bool Ok, [property: JsonPropertyName("errors")] IReadOnlyList<string> Errors);

/// <summary><c>{"ok":true}</c></summary>
internal sealed record DoneBody([property: JsonPropertyName("ok")] bool Ok);

[JsonSerializable(typeof(RefusalBody))]
[JsonSerializable(typeof(DoneBody))]
internal sealed partial class SidekickCommonWire : JsonSerializerContext
{
    public static SidekickCommonWire Wire { get; } = new(SidekickJson.Options());
}
