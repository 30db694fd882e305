using Bodega.Server.Apis.StockManager.Pages;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The surface's table of contents: every route, and who may use it (contract §3).</summary>
internal static class StockRoutes
{
    public static void MapStockManager(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        routes.MapSales();
        routes.MapCustomers();
        routes.MapProducts();
        routes.MapProductBulk();
        routes.MapProductExport();
        routes.MapProductInfo();
        routes.MapBarcodes();
        routes.MapAttributes();
        routes.MapImport();
        routes.MapAccounts();
        routes.MapUsers();
        routes.MapSignInPages();
        routes.MapResetPages();
        routes.MapScreens();
        routes.MapFigures();
        routes.MapNotifications();
        routes.MapAudit();
        routes.MapDebug();
        routes.MapSettingStore();
        routes.MapDocument();
    }
}
