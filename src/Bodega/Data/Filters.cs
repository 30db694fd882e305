namespace Bodega.Data;

/// <summary>Names of the model's query filters; lifted by name only, in code that says why.</summary>
public static class Filters
{
    /// <summary>Keeps every tenant-owned entity to the caller's tenant.</summary>
    public const string Tenant = "tenant";

    /// <summary>Leaves out cancelled sales and their lines. Lifted where history is shown.</summary>
    public const string Standing = "standing";
}
