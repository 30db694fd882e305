using Bodega.Kernel;

namespace Bodega.Catalog;

/// <summary>A heading of the catalogue. Its prefix begins the codes that are made up for its products.</summary>
public sealed class Category : ITenantOwned
{
    /// <summary>What products without a heading of their own fall under.</summary>
    public const string Unclassified = "Sin clasificar";

    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Name; unique per tenant, compared ordinally.</summary>
    public required string Name { get; set; }

    /// <summary>Capital letters and digits; unique per tenant.</summary>
    public required string Prefix { get; set; }

    /// <summary>What the trail keeps of it.</summary>
    internal System.Text.Json.Nodes.JsonObject Snapshot() => new() { ["id"] = Id, ["name"] = Name, ["prefix"] = Prefix };
}
