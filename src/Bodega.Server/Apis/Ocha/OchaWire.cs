using System.Globalization;
using System.Text.Json.Serialization;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Orders;
using Bodega.Shops;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Surcharges (contract §5.1); a size that was not given is not named.</summary>
internal sealed record ExtrasBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? S,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? M,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? L);

/// <summary>A product (contract §5.1).</summary>
internal sealed record ProductBody(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("slug")] string Slug,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("category")] string Category,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("basePriceCHF")] Money BasePrice,
    [property: JsonPropertyName("isActive")] bool IsActive,
    [property: JsonPropertyName("image")] string Image,
    [property: JsonPropertyName("size")] IReadOnlyList<string> Size,
    [property: JsonPropertyName("extra_chf")] ExtrasBody Extra,
    [property: JsonPropertyName("createdAt")] string CreatedAt,
    [property: JsonPropertyName("updatedAt")] string UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    public static ProductBody Of(MenuItem item) => new(
        item.Hex24, item.Slug, item.Name, item.Category, item.Product.Description ?? "", item.Product.Price, item.Product.IsActive, item.Image,
        item.Sizes.Split(',', StringSplitOptions.RemoveEmptyEntries), new(item.ExtraSmall, item.ExtraMedium, item.ExtraLarge),
        OchaTime.Text(item.Product.CreatedAt), OchaTime.Text(item.Product.UpdatedAt), item.Version);
}

internal sealed record AddressBody(
    [property: JsonPropertyName("line1")] string Line,
    [property: JsonPropertyName("city")] string City,
    [property: JsonPropertyName("zipcode")] string Zipcode,
    [property: JsonPropertyName("country")] string Country);

internal sealed record PlaceBody(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("coordinates")] double[] Coordinates);

/// <summary>A store (contract §6.1).</summary>
internal sealed record StoreBody(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("slug")] string Slug,
    [property: JsonPropertyName("phone"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phone,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("address")] AddressBody Address,
    [property: JsonPropertyName("location")] PlaceBody Location,
    [property: JsonPropertyName("is_active")] bool IsActive,
    [property: JsonPropertyName("opening_hours")] string[][] OpeningHours,
    [property: JsonPropertyName("created_at")] string CreatedAt,
    [property: JsonPropertyName("updated_at")] string UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    public static StoreBody? OfAny(Shop? shop) => shop is null ? null : Of(shop);

    public static StoreBody Of(Shop shop) => new(
        shop.Hex24, shop.Name, shop.Slug, shop.Phone, shop.Email, new(shop.AddressLine, shop.City, shop.Zipcode, shop.Country),
        new("Point", [shop.Longitude, shop.Latitude]), shop.IsActive,
        [.. Shops.OpeningHours.Read(shop.Hours).Select(day => day is { } open ? new[] { open.Opens, open.Closes } : [])],
        OchaTime.Text(shop.CreatedAt), OchaTime.Text(shop.UpdatedAt), shop.Version);
}

internal sealed record CustomerBody(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("display_name")] string DisplayName);

/// <summary>An order; whom and where are in full or by id, as the route has it (contract §7.1).</summary>
/// <typeparam name="TUser"><see cref="CustomerBody"/> or an id.</typeparam>
/// <typeparam name="TStore"><see cref="StoreBody"/> (null once the store is gone) or an id.</typeparam>
internal sealed record OrderBody<TUser, TStore>(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("user_id")] TUser User,
    [property: JsonPropertyName("store_id")] TStore Store,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("pickup")] string Pickup,
    [property: JsonPropertyName("total_price_chf")] Money Total,
    [property: JsonPropertyName("createdAt")] string CreatedAt,
    [property: JsonPropertyName("updatedAt")] string UpdatedAt,
    [property: JsonPropertyName("__v")] int Version = 0)
{
    public static OrderBody<TUser, TStore> Of(Order order, TUser user, TStore store) => new(
        order.Hex24, user, store, OrderWords.Of(order.Status), OchaTime.Text(order.PickupAt), order.Total, OchaTime.Text(order.CreatedAt), OchaTime.Text(order.UpdatedAt));
}

/// <summary>A line of an order (contract §7.3).</summary>
internal sealed record ItemBody(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("order_id")] string OrderId,
    [property: JsonPropertyName("product_id")] ProductBody? Product,
    [property: JsonPropertyName("product_name")] string ProductName,
    [property: JsonPropertyName("quantity")] int Quantity,
    [property: JsonPropertyName("size")] string Size,
    [property: JsonPropertyName("base_price_chf")] Money BasePrice,
    [property: JsonPropertyName("extra_chf")] Money Extra,
    [property: JsonPropertyName("final_price_chf")] Money FinalPrice,
    [property: JsonPropertyName("createdAt")] string CreatedAt,
    [property: JsonPropertyName("updatedAt")] string UpdatedAt,
    [property: JsonPropertyName("__v")] int Version = 0);

internal sealed record SignedInUserBody(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("display_name")] string DisplayName);

internal sealed record SignedInBody(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("user")] SignedInUserBody User);

internal sealed record ProfileUserBody(
    [property: JsonPropertyName("_id")] string Id,
    [property: JsonPropertyName("id")] string SameId,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("display_name")] string DisplayName,
    [property: JsonPropertyName("phone"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phone,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("created_at")] string CreatedAt,
    [property: JsonPropertyName("__v")] int Version = 0);

internal sealed record ProfileBody([property: JsonPropertyName("user")] ProfileUserBody User);

internal sealed record ProductAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("product")] ProductBody Product);

internal sealed record ImageAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("imageUrl")] string ImageUrl);

internal sealed record ProductPage(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("totalPages")] int TotalPages,
    [property: JsonPropertyName("totalProducts")] int TotalProducts,
    [property: JsonPropertyName("products")] IReadOnlyList<ProductBody> Products);

internal sealed record StoreAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("store")] StoreBody Store);

internal sealed record StorePage(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("totalPages")] int TotalPages,
    [property: JsonPropertyName("totalStores")] int TotalStores,
    [property: JsonPropertyName("stores")] IReadOnlyList<StoreBody> Stores);

internal sealed record NearbyBody(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("totalStores")] int TotalStores,
    [property: JsonPropertyName("stores")] IReadOnlyList<StoreBody> Stores);

internal sealed record OrderAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("order")] OrderBody<CustomerBody, StoreBody?> Order);

internal sealed record PlainOrderAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("order")] OrderBody<string, string> Order);

internal sealed record ItemsAnswer([property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("items")] IReadOnlyList<ItemBody> Items);

internal sealed record OrderPage(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("totalPages")] int TotalPages,
    [property: JsonPropertyName("totalOrders")] int TotalOrders,
    [property: JsonPropertyName("orders")] IReadOnlyList<OrderBody<string, StoreBody?>> Orders);

internal sealed record StatBody(
    [property: JsonPropertyName("totalOrders")] int TotalOrders,
    [property: JsonPropertyName("userId")] string UserId,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("totalSpent")] Money TotalSpent);

internal sealed record StatsAnswer([property: JsonPropertyName("stats")] IReadOnlyList<StatBody> Stats);

internal sealed record NewProductFrame([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("product")] ProductBody Product);

/// <summary>Instants on this wire: UTC with milliseconds (contract §1.3).</summary>
internal static class OchaTime
{
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Statuses in the wire's words (contract §7.1).</summary>
internal static class OrderWords
{
    private static readonly string[] Words = ["en préparation", "prête", "récupérée"];

    public static string Of(OrderStatus status) => Words[(int)status];

    public static OrderStatus? Read(string word) => Array.IndexOf(Words, word) is >= 0 and var index ? (OrderStatus)index : null;
}

[JsonSerializable(typeof(RefusalBody))]
[JsonSerializable(typeof(SignedInBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(ProductAnswer))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(StoreAnswer))]
[JsonSerializable(typeof(StorePage))]
[JsonSerializable(typeof(NearbyBody))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(PlainOrderAnswer))]
[JsonSerializable(typeof(ItemsAnswer))]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(NewProductFrame))]
internal sealed partial class OchaWire : JsonSerializerContext
{
    public static OchaWire Wire { get; } = new(OchaJson.Options());
}
