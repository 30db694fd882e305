using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Kernel;

namespace Bodega.Server.Apis.StockManager;

/// <summary>An amount as the contract spells it: a number rounded to cents, at least one decimal (<c>91.0</c>, <c>45.5</c>, <c>4.98</c>).</summary>
internal sealed class AmountConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Money.Of(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => RealConverter.Write(writer, value.Rounded().Amount);
}

/// <summary>A decimal figure, at least one decimal place: <c>100.0</c>, <c>33.3</c>.</summary>
internal sealed class RealConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, decimal value)
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, "0.0###", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
