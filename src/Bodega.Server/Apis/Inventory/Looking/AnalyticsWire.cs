using System.Text.Json.Serialization;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>The analysis (trade contract §16.1).</summary>
internal sealed record AnalyticsBody(
    [property: JsonPropertyName("inventarioGeneral")] IReadOnlyList<GeneralBody> General,
    [property: JsonPropertyName("stockAgotarse")] IReadOnlyList<RunningOutBody> RunningOut,
    [property: JsonPropertyName("sinMovimientos")] IReadOnlyList<IdleBody> Idle,
    [property: JsonPropertyName("altaRotacion")] IReadOnlyList<MovingBody> Moving,
    [property: JsonPropertyName("stockCritico")] IReadOnlyList<CriticalBody> Critical,
    [property: JsonPropertyName("resumen")] IReadOnlyList<MovementDayBody> Movements,
    [property: JsonPropertyName("ventasPorDia")] IReadOnlyList<SaleDayBody> Sales,
    [property: JsonPropertyName("ventasPorCategoria")] IReadOnlyList<CategorySalesBody> Categories,
    [property: JsonPropertyName("distribucionStock")] IReadOnlyList<StateBody> States);

internal sealed record GeneralBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("categoria")] string Category,
    [property: JsonPropertyName("cantidad")] long OnHand,
    [property: JsonPropertyName("stockMinimo")] long MinStock,
    [property: JsonPropertyName("precio")] Kernel.Money Price,
    [property: JsonPropertyName("valorEnStock")] long Value,
    [property: JsonPropertyName("estado")] string State,
    [property: JsonPropertyName("diasDesdeUltimaActividad")] int? DaysSinceMoved);

internal sealed record RunningOutBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("cantidadActual")] long OnHand,
    [property: JsonPropertyName("stockMinimo")] long MinStock,
    [property: JsonPropertyName("consumoDiarioPromedio")] decimal PerDay,
    [property: JsonPropertyName("diasParaAgotarse")] decimal? DaysLeft);

internal sealed record IdleBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("cantidadActual")] long OnHand,
    [property: JsonPropertyName("diasSinMovimiento")] int Days,
    [property: JsonPropertyName("valorInmovilizado")] long Value);

internal sealed record MovingBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("totalSalidas")] int Exits,
    [property: JsonPropertyName("cantidadVendida")] long Units);

internal sealed record CriticalBody(
    [property: JsonPropertyName("productoId")] long ProductId,
    [property: JsonPropertyName("nombre")] string Name,
    [property: JsonPropertyName("codigo")] string Code,
    [property: JsonPropertyName("cantidadActual")] long OnHand,
    [property: JsonPropertyName("stockMinimo")] long MinStock,
    [property: JsonPropertyName("consumoDiarioPromedio")] decimal PerDay,
    [property: JsonPropertyName("sugerenciaCompra")] long Suggestion);

internal sealed record MovementDayBody(
    [property: JsonPropertyName("fecha")] string Day, [property: JsonPropertyName("entradas")] long In, [property: JsonPropertyName("salidas")] long Out);

internal sealed record SaleDayBody(
    [property: JsonPropertyName("fecha")] string Day, [property: JsonPropertyName("numeroVentas")] long Sales, [property: JsonPropertyName("totalIngreso")] long Revenue);

internal sealed record CategorySalesBody(
    [property: JsonPropertyName("categoria")] string Category, [property: JsonPropertyName("unidadesVendidas")] long Units, [property: JsonPropertyName("ingresoTotal")] long Revenue);

internal sealed record StateBody([property: JsonPropertyName("estado")] string State, [property: JsonPropertyName("cantidad")] int Products);

[JsonSerializable(typeof(AnalyticsBody))]
internal sealed partial class AnalyticsWire : JsonSerializerContext
{
    public static AnalyticsWire Wire { get; } = new(InventoryJson.Options());
}
