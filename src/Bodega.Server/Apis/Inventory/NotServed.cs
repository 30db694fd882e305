namespace Bodega.Server.Apis.Inventory;

/// <summary>Marks methods of a known path that answer 405 to everybody, where the path would otherwise pass for an id or be unknown.</summary>
internal sealed record NotServed
{
    private static readonly NotServed Instance = new();

    /// <summary>Refuses methods of a path.</summary>
    public static void Map(IEndpointRouteBuilder routes, string path, params IEnumerable<string> methods) =>
        routes.MapMethods(path, methods, () => TypedResults.StatusCode(405)).Requires(Access.Anyone).WithMetadata(Instance);
}
