using System.Text.Json.Serialization;
using Bodega.Catalog.Lists;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>How an import went (trade contract §6.4).</summary>
internal sealed record ImportBody(
    [property: JsonPropertyName("formato")] string Format, [property: JsonPropertyName("mapeo")] IReadOnlyDictionary<string, string> Columns, [property: JsonPropertyName("ignoradas")] IReadOnlyList<string> Ignored,
    [property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("creados")] int Created, [property: JsonPropertyName("errores")] int Refused,
    [property: JsonPropertyName("resultados")] IReadOnlyList<ImportedRowBody> Rows);

/// <summary>A row of it; what does not apply is left out.</summary>
internal sealed record ImportedRowBody(
    [property: JsonPropertyName("linea")] int Line, [property: JsonPropertyName("codigo")] string Code, [property: JsonPropertyName("nombre")] string Name, [property: JsonPropertyName("estado")] string Status,
    [property: JsonPropertyName("productoId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ProductId,
    [property: JsonPropertyName("mensaje"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message);

/// <summary>The refusal of a list whose header lacks something: the one error with more than one key (§6.2).</summary>
internal sealed record MissingColumnsBody(
    [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("mapeo")] IReadOnlyDictionary<string, string> Columns, [property: JsonPropertyName("ignoradas")] IReadOnlyList<string> Ignored,
    [property: JsonPropertyName("faltantes")] IReadOnlyList<string> Missing);

[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(MissingColumnsBody))]
internal sealed partial class ImportWire : JsonSerializerContext
{
    public static ImportWire Wire { get; } = new(InventoryJson.Options());
}

/// <summary>What the wire says of an import (trade contract §6.2, 6.3).</summary>
internal static class ImportWords
{
    public static string Field(ListField field) => field switch
    {
        ListField.Code => "codigo",
        ListField.Name => "nombre",
        ListField.Description => "descripcion",
        ListField.Price => "precio",
        ListField.Quantity => "cantidad",
        ListField.MinStock => "stockMinimo",
        _ => "categoria",
    };

    public static IReadOnlyDictionary<string, string> Columns(ListColumns columns) => columns.Found.ToDictionary(found => Field(found.Field), found => found.Header);

    public static MissingColumnsBody Missing(ListColumns columns)
    {
        var named = columns.Missing.Select(field => field == ListField.Name ? "nombre (acepta: nombre, producto, articulo)" : "precio (acepta: precio, valor, precio venta)");
        return new(
            $"No se encontraron columnas para: {string.Join("; ", named)}. Verifica los encabezados del archivo.", Columns(columns), columns.Ignored, [.. columns.Missing.Select(Field)]);
    }

    public static ImportedRowBody Row(RowReport row) => new(row.Line, row.Code, row.Name, row.Refusal is null ? "creado" : "error", row.ProductId, Message(row));

    // The blank at the beginning of what is said of a category is the contract's.
    private static string? Message(RowReport row) => row.Refusal switch
    {
        RowRefusal.NoName => "Falta el nombre.",
        RowRefusal.BadPrice => $"Precio inválido: \"{row.Subject}\".",
        RowRefusal.BadQuantity => $"Cantidad inválida: \"{row.Subject}\".",
        RowRefusal.BadMinStock => $"Stock mínimo inválido: \"{row.Subject}\".",
        RowRefusal.TooLong => "El nombre y el código no pueden tener más de 255 caracteres, ni la descripción más de 2000.",
        RowRefusal.CodeTaken => $"Ya existe un producto con código \"{row.Subject}\".",
        _ when row.Opened is { } category => $" Categoría \"{category.Name}\" creada con prefijo {category.Prefix}.",
        _ when row.NotOpened is { } name => $" Categoría \"{name}\" no se pudo crear; se asignó \"Sin clasificar\".",
        _ => null,
    };
}
