using System.Text.Json;
using Bodega.Accounts;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Named permissions and who has them (contract §7.7); a tenant's setting group <c>roles</c> overrides the defaults.</summary>
internal static class Permissions
{
    public const string SalesCreate = "sales_create";
    public const string SalesEdit = "sales_edit";
    public const string SalesViewAll = "sales_view_all";
    public const string ProductsManage = "products_manage";
    public const string ProductsView = "products_view";
    public const string BarcodeManage = "barcode_manage";
    public const string UsersManage = "users_manage";
    public const string UsersChangeRole = "users_change_role";
    public const string SettingsManage = "settings_manage";
    public const string DebugPanel = "debug_panel";
    public const string CreditManage = "credit_manage";
    public const string CreditAdjust = "credit_adjust";
    public const string MetricsView = "metrics_view";

    /// <summary>Every key, in the contract's order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SalesCreate, SalesEdit, SalesViewAll, ProductsManage, ProductsView, BarcodeManage, UsersManage,
        UsersChangeRole, SettingsManage, DebugPanel, CreditManage, CreditAdjust, MetricsView,
    ];

    /// <summary>What a role may unless the tenant says otherwise.</summary>
    public static bool Default(string role, string permission) => role switch
    {
        StockRoles.Root => true,
        StockRoles.Admin => permission is SalesCreate or SalesEdit or SalesViewAll or ProductsManage or ProductsView or BarcodeManage
            or UsersManage or CreditManage or SettingsManage or DebugPanel,
        StockRoles.Seller => permission is SalesCreate or ProductsView,
        _ => false,
    };

    /// <summary>Decides by the tenant's <c>roles</c> group where it says something, else by default. Root may everything, always.</summary>
    /// <param name="rolesJson">The group as stored: <c>{"admin":{"sales_edit":false},…}</c>; null = never set.</param>
    public static bool Allows(string? rolesJson, string role, string permission)
    {
        if (role == StockRoles.Root) return true;
        if (rolesJson is null) return Default(role, permission);
        using var roles = JsonDocument.Parse(rolesJson);
        return roles.RootElement.ValueKind == JsonValueKind.Object
            && roles.RootElement.TryGetProperty(role, out var group) && group.ValueKind == JsonValueKind.Object
            && group.TryGetProperty(permission, out var said) && said.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? said.GetBoolean()
                : Default(role, permission);
    }
}

/// <summary>The wire's words for the ladder of roles (design §4).</summary>
internal static class StockRoles
{
    public const string Root = "root";
    public const string Admin = "admin";
    public const string Seller = "vendedor";

    /// <summary>The word, or null where this surface has none (customers).</summary>
    public static string? Word(MembershipRole role) => role switch
    {
        MembershipRole.Owner => Root,
        MembershipRole.Admin => Admin,
        MembershipRole.Staff => Seller,
        _ => null,
    };

    /// <summary>The role of a word in any case, or null.</summary>
    public static MembershipRole? Of(string word) => word.ToLowerInvariant() switch
    {
        Root => MembershipRole.Owner,
        Admin => MembershipRole.Admin,
        Seller => MembershipRole.Staff,
        _ => null,
    };
}
