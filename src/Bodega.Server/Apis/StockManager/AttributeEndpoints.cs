using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Item attributes (contract §7.6), in their own envelope <c>{"ok": …}</c>.</summary>
internal static class AttributeEndpoints
{
    private const string OfProduct = "/api/products/{id:long:min(0)}/attributes";
    private const int MostName = 100;

    public static void MapAttributes(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.ProductsManage);
        routes.MapGet("/api/product-attributes", ListAsync).Requires(Access.Session);
        routes.MapPost("/api/product-attributes", DefineAsync).Requires(manage);
        routes.MapPost(OfProduct, DefineForAsync).Requires(manage);
        routes.MapGet(OfProduct, ValuesAsync).Requires(Access.Session);
        routes.MapPut(OfProduct, SetValuesAsync).Requires(manage);
        routes.MapDelete("/api/attributes/{id:long:min(0)}", RemoveAsync).Requires(manage);
    }

    private static async Task<IResult> ListAsync(BodegaDb db, CancellationToken ct)
    {
        var attributes = await db.ProductAttributes.AsNoTracking().OrderBy(a => a.Name)
            .Select(a => new AttributeBody(a.Id, a.Name, a.Code, Word(a.Type), a.IsRequired)).ToListAsync(ct);
        return StockJson.Ok(new AttributeListBody(true, attributes), AttributeJson.Wire.AttributeListBody);
    }

    private static async Task<IResult> DefineAsync(JsonBody body, DefineAttribute define, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        var (name, code) = (fields.Plain("name")?.Trim(), fields.Plain("code")?.Trim());
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(code)) return Refuse("name y code obligatorios");
        if (!ReadType(fields, out var type)) return Refuse($"data_type invalido. Usa: {Types}");
        if (TooLong(name, code) is { } text) return Refuse(text);
        return (await define.RunAsync(new NewAttribute(name, code, type, IsTrue(fields.Raw("required")), null), ct)).Fault is { } fault ? Refuse(fault) : Done("Atributo creado", 201);
    }

    private static async Task<IResult> DefineForAsync(long id, JsonBody body, DefineAttribute define, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        var name = fields.Plain("name")?.Trim();
        if (string.IsNullOrEmpty(name)) return Refuse("name es obligatorio");
        if (!ReadType(fields, out var type)) return Refuse($"data_type invalido. Usa: {Types}");
        var (code, required) = (name.ToLowerInvariant().Replace(' ', '_'), IsTrue(fields.Raw("required")));
        if (TooLong(name, code) is { } text) return Refuse(text);
        return (await define.RunAsync(new NewAttribute(name, code, type, required, id), ct)).Fault is { } fault
            ? Refuse(fault)
            : StockJson.Ok(new AttributeMadeBody(true, "Atributo creado", new AttributeMade(name, code, Word(type), required)), AttributeJson.Wire.AttributeMadeBody, 201);
    }

    private static async Task<IResult> ValuesAsync(long id, BodegaDb db, CancellationToken ct)
    {
        if (!await db.Pieces().AnyAsync(p => p.Id == id, ct)) return Refuse(CatalogFaults.UnknownProduct);
        var values = await db.ProductAttributes.AsNoTracking().OrderBy(a => a.Name)
            .Select(a => new AttributeValueBody(a.Id, a.Name, a.Code, Word(a.Type), a.IsRequired,
                db.ProductAttributeValues.Where(v => v.ProductId == id && v.AttributeId == a.Id).Select(v => v.Value).FirstOrDefault()))
            .ToListAsync(ct);
        return StockJson.Ok(new AttributeValuesBody(true, values), AttributeJson.Wire.AttributeValuesBody);
    }

    private static async Task<IResult> SetValuesAsync(long id, JsonBody body, SetAttributeValues set, CancellationToken ct)
    {
        var given = new Fields(body.Lenient).Raw("attributes");
        if (given.ValueKind != JsonValueKind.Array) return Refuse("attributes debe ser lista");
        if (given.GetArrayLength() == 0) return Refuse("Sin atributos para actualizar");
        var values = new List<(long, string?)>();
        foreach (var pair in given.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Object) return Refuse("attributes debe ser lista");
            var fields = new Fields(pair);
            if (Fields.WholeNumber(fields.Raw("attribute_id")) is not { } attribute) return Refuse($"Atributo {Shown(fields.Raw("attribute_id"))} inexistente");
            if (!ReadValue(fields, out var value)) return Refuse("Valor inválido");
            values.Add((attribute, value));
        }
        return (await set.RunAsync(id, values, ct)).Fault is { } fault ? Refuse(fault) : Done("Atributos guardados");
    }

    private static async Task<IResult> RemoveAsync(long id, RemoveAttribute remove, CancellationToken ct) =>
        (await remove.RunAsync(id, ct)).Fault is null ? Done("Atributo eliminado") : Refuse("Atributo no encontrado", 404);

    private static string Shown(JsonElement id) => id.ValueKind == JsonValueKind.Number && id.GetRawText() is { Length: <= 40 } text ? text : "?";

    // Numbers and booleans are kept as JSON spells them.
    private static bool ReadValue(Fields fields, out string? value)
    {
        var raw = fields.Raw("value");
        value = raw.ValueKind switch
        {
            JsonValueKind.String => fields.Plain("value"),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => raw.GetRawText(),
            _ => null,
        };
        return value is not null || raw.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
    }

    private static bool ReadType(Fields fields, out AttributeType type)
    {
        type = AttributeType.Text;
        return !fields.Has("data_type") || (fields.Plain("data_type")?.Trim().ToLowerInvariant() is { } word
            && Enum.GetValues<AttributeType>().Any(known => Word(known) == word) && Enum.TryParse(word, ignoreCase: true, out type));
    }

    private static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => Fields.Number(value) is not (null or 0),
        JsonValueKind.String => value.ValueEquals("true") || value.ValueEquals("1"),
        _ => false,
    };

    private static string? TooLong(string name, string code) =>
        Fields.LengthOf(name) > MostName ? $"name: Máximo {MostName} caracteres (tiene {Fields.LengthOf(name)})"
        : Fields.LengthOf(code) > MostName ? $"code: Máximo {MostName} caracteres (tiene {Fields.LengthOf(code)})"
        : null;

    private static string Types => string.Join(", ", Enum.GetValues<AttributeType>().Select(Word));

    private static string Word(AttributeType type) => type switch
    {
        AttributeType.Number => "number",
        AttributeType.Date => "date",
        AttributeType.Bool => "bool",
        _ => "text",
    };

    private static IResult Refuse(Fault fault) => fault.Code switch
    {
        CatalogFaults.UnknownProductCode => Refuse("Producto no encontrado", 404),
        CatalogFaults.UnknownAttributeCode => Refuse($"Atributo {fault.Subject} inexistente"),
        CatalogFaults.AttributeTakenCode => Refuse("Ya existe un registro con ese valor"),
        CatalogFaults.AttributeRequiredCode => Refuse($"Atributo requerido: {fault.Subject}"),
        CatalogFaults.AttributeMismatchCode => Refuse($"Valor inválido: {fault.Subject} debe ser {Word(((AttributeMismatch)fault).Type)}"),
        _ => throw new InvalidOperationException($"No words for {fault.Code}."),
    };

    private static IResult Refuse(string text, int status = 400) => StockJson.Ok(new NotOkBody(false, text), AttributeJson.Wire.NotOkBody, status);

    private static IResult Done(string text, int status = 200) => StockJson.Ok(new OkMessageBody(true, text), AttributeJson.Wire.OkMessageBody, status);
}

internal sealed record AttributeBody(long Id, string Name, string Code, string DataType, bool Required);

internal sealed record AttributeListBody(bool Ok, IReadOnlyList<AttributeBody> Data);

internal sealed record AttributeValueBody(long AttributeId, string Name, string Code, string DataType, bool Required, string? Value);

internal sealed record AttributeValuesBody(bool Ok, IReadOnlyList<AttributeValueBody> Data);

internal sealed record AttributeMade(string Name, string Code, string DataType, bool Required);

internal sealed record AttributeMadeBody(bool Ok, string Message, AttributeMade Data);

internal sealed record OkMessageBody(bool Ok, string Message);

internal sealed record NotOkBody(bool Ok, string Error);

[JsonSerializable(typeof(AttributeListBody))]
[JsonSerializable(typeof(AttributeValuesBody))]
[JsonSerializable(typeof(AttributeMadeBody))]
[JsonSerializable(typeof(OkMessageBody))]
[JsonSerializable(typeof(NotOkBody))]
internal sealed partial class AttributeJson : JsonSerializerContext
{
    public static AttributeJson Wire { get; } = new(StockJson.Options());
}
