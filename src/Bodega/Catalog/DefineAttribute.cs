using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Catalog;

/// <summary>An attribute to be made.</summary>
/// <param name="Name">Unique per tenant.</param>
/// <param name="Code">Unique per tenant.</param>
/// <param name="Type">What its values look like.</param>
/// <param name="IsRequired">True when a product must have a value.</param>
/// <param name="ForProduct">The product it is made for, which must exist; null = for none in particular.</param>
public sealed record NewAttribute(string Name, string Code, AttributeType Type, bool IsRequired, long? ForProduct);

/// <summary>Adds a property that products may have.</summary>
public sealed class DefineAttribute(BodegaDb db, Trail trail)
{
    /// <summary>Makes the attribute.</summary>
    /// <returns>Its id; refused when the product is unknown or name or code are taken.</returns>
    public async Task<Outcome<long>> RunAsync(NewAttribute request, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (request.ForProduct is { } product && !await db.Products.AnyAsync(p => p.Id == product && p.SoldBy == SoldBy.Unit, ct)) return CatalogFaults.UnknownProduct;
        var attribute = new ProductAttribute { Name = request.Name, Code = request.Code, Type = request.Type, IsRequired = request.IsRequired };
        db.ProductAttributes.Add(attribute);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
        {
            return CatalogFaults.AttributeTaken;
        }
        trail.Add(AuditActions.Create, AuditEntities.Attribute, attribute.Id, details: new JsonObject
        {
            ["name"] = request.Name,
            ["code"] = request.Code,
            ["data_type"] = request.Type.ToString().ToLowerInvariant(),
            ["required"] = request.IsRequired,
        });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return attribute.Id;
    }
}

/// <summary>Removes an attribute and every product's value of it.</summary>
public sealed class RemoveAttribute(BodegaDb db, Trail trail)
{
    /// <summary>Removes it.</summary>
    /// <returns>Its id; refused when there is none.</returns>
    public async Task<Outcome<long>> RunAsync(long attributeId, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var attribute = await db.ProductAttributes.FirstOrDefaultAsync(a => a.Id == attributeId, ct);
        if (attribute is null) return CatalogFaults.UnknownAttribute(attributeId);
        await db.ProductAttributeValues.Where(v => v.AttributeId == attributeId).ExecuteDeleteAsync(ct);
        if (await db.ProductAttributes.Where(a => a.Id == attributeId).ExecuteDeleteAsync(ct) == 0) return CatalogFaults.UnknownAttribute(attributeId);
        db.ChangeTracker.Clear();
        trail.Add(AuditActions.Delete, AuditEntities.Attribute, attributeId, before: new JsonObject { ["id"] = attributeId, ["name"] = attribute.Name, ["code"] = attribute.Code });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return attributeId;
    }
}
