namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Sales, quotes, purchasing and customers (trade contract §8–§12).</summary>
internal static class TradeRoutes
{
    // Paths that the contract knows, though nobody may do anything with them (§2).
    private static readonly string[] Bare = ["/api/ventas/{id}", "/api/cotizaciones/{id}"];

    public static void MapTrade(this IEndpointRouteBuilder routes)
    {
        routes.MapSales();
        routes.MapQuotes();
        routes.MapSuppliers();
        routes.MapPurchases();
        routes.MapCustomers();
        foreach (var path in Bare)
            NotServed.Map(routes, path, "GET", "POST", "PUT", "PATCH", "DELETE");
    }
}
