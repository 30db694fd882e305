namespace Bodega.Server.Apis.StockManager;

/// <summary>Keys of this surface's groups in the tenant's settings.</summary>
internal static class StockSettings
{
    /// <summary>Prefix of every group of this surface.</summary>
    public const string Prefix = "stockmanager.";

    /// <summary>Role permissions (contract §7.7).</summary>
    public const string RolesKey = Prefix + "roles";

    /// <summary>Switches of single features (contract §7.2).</summary>
    public const string FeaturesKey = Prefix + "features";
}
