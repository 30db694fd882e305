using System.Globalization;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>Sets a product's values of some attributes.</summary>
public sealed class SetAttributeValues(BodegaDb db, StockLedger ledger, Trail trail, TimeProvider clock)
{
    /// <summary>Sets the values that are given; the others stay.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="values">Value by attribute, in the order asked for; null or blank takes the value away.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The product; refused when it or an attribute is unknown, a required value is missing, or one is not of its type.</returns>
    public async Task<Outcome<long>> RunAsync(long productId, IReadOnlyList<(long AttributeId, string? Value)> values, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        // Two editors of one product take turns: neither may insert the value that the other is inserting.
        await ledger.HoldAsync([productId], ct);
        if (!await db.Products.AnyAsync(p => p.Id == productId && p.SoldBy == SoldBy.Unit, ct)) return CatalogFaults.UnknownProduct;
        var attributes = await db.ProductAttributes.AsNoTracking().ToDictionaryAsync(a => a.Id, ct);
        foreach (var (id, value) in values)
            if (Refusal(attributes.GetValueOrDefault(id), id, value) is { } fault) return fault;

        var stored = await db.ProductAttributeValues.Where(v => v.ProductId == productId).ToDictionaryAsync(v => v.AttributeId, ct);
        var details = new JsonObject();
        foreach (var (id, value) in values.GroupBy(v => v.AttributeId).Select(given => given.Last()))
        {
            var present = stored.GetValueOrDefault(id);
            var wanted = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
            if (wanted == present?.Value) continue;
            details[attributes[id].Code] = wanted;
            if (wanted is null) db.ProductAttributeValues.Remove(present!); // it differs from null, so it is there
            else if (present is null) db.ProductAttributeValues.Add(new ProductAttributeValue { ProductId = productId, AttributeId = id, Value = wanted, UpdatedAt = clock.GetNow() });
            else (present.Value, present.UpdatedAt) = (wanted, clock.GetNow());
        }
        if (details.Count == 0) return productId;
        trail.Add(AuditActions.Update, AuditEntities.Product, productId, details: new JsonObject { ["attributes"] = details });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsMissingReference(exception))
        {
            return CatalogFaults.UnknownAttribute(values[0].AttributeId); // one was removed since it was read
        }
        await work.CommitAsync(ct);
        return productId;
    }

    private static Fault? Refusal(ProductAttribute? attribute, long id, string? value)
    {
        if (attribute is null) return CatalogFaults.UnknownAttribute(id);
        if (string.IsNullOrWhiteSpace(value)) return attribute.IsRequired ? CatalogFaults.AttributeRequired(attribute.Name) : null;
        return Fits(attribute.Type, value.Trim()) ? null : CatalogFaults.AttributeMismatch(attribute.Name, attribute.Type);
    }

    private static bool Fits(AttributeType type, string value) => type switch
    {
        AttributeType.Number => value.Length <= 64 && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _),
        AttributeType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        AttributeType.Bool => value.ToLowerInvariant() is "true" or "false" or "1" or "0",
        _ => value.Length <= 500,
    };
}
