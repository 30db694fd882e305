using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Shops;

namespace Bodega.Orders;

/// <summary>How far an order is. Whoever runs the shop may set any of them at any time.</summary>
public enum OrderStatus
{
    /// <summary>Being made.</summary>
    Preparing = 0,

    /// <summary>Waits at the counter.</summary>
    Ready = 1,

    /// <summary>Picked up.</summary>
    Collected = 2,
}

/// <summary>An order to be picked up at a shop.</summary>
public sealed class Order : ITenantOwned
{
    /// <summary>Our key.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Ocha's order id.</summary>
    public required string Hex24 { get; init; }

    /// <summary>Who ordered.</summary>
    public required long MembershipId { get; init; }

    /// <summary>Who ordered.</summary>
    public Membership? Member { get; init; }

    /// <summary>Where it is picked up; null once the shop is gone.</summary>
    public long? ShopId { get; init; }

    /// <summary>Where it is picked up.</summary>
    public Shop? Shop { get; init; }

    /// <summary>The shop's wire id, which outlives the shop.</summary>
    public required string ShopHex24 { get; init; }

    /// <summary>How far it is.</summary>
    public required OrderStatus Status { get; set; }

    /// <summary>When it is to be picked up.</summary>
    public required DateTimeOffset PickupAt { get; init; }

    /// <summary>Sum of the lines.</summary>
    public required Money Total { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Its lines in the order sent.</summary>
    public List<OrderLine> Lines { get; } = [];
}

/// <summary>One line of an order, as things were when it was placed.</summary>
public sealed class OrderLine : ITenantOwned
{
    /// <summary>Our key; orders the lines.</summary>
    public long Id { get; init; }

    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>Ocha's item id.</summary>
    public required string Hex24 { get; init; }

    /// <summary>The order.</summary>
    public long OrderId { get; init; }

    /// <summary>The product.</summary>
    public required long ProductId { get; init; }

    /// <summary>The product.</summary>
    public Product? Product { get; init; }

    /// <summary>Its name then.</summary>
    public required string ProductName { get; init; }

    /// <summary>Size ordered.</summary>
    public required MenuSize Size { get; init; }

    /// <summary>Pieces, 1–100.</summary>
    public required int Quantity { get; init; }

    /// <summary>The product's price then, for one piece.</summary>
    public required Money BasePrice { get; init; }

    /// <summary>The size's surcharge then, for one piece.</summary>
    public required Money Extra { get; init; }

    /// <summary>Price of the line, rounded once to cents.</summary>
    public required Money Total { get; init; }
}
