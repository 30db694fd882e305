using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.Inventory;

/// <summary>The sliding window over POSTs of one network address (accounts contract §3): exact, since its answer names the second in which the
/// next one is let in. In memory, one process; an address that is quiet for a window is forgotten.</summary>
internal sealed class PostLimit(InventorySettings settings, TimeProvider clock)
{
    private const int Sweep = 1024;

    private static readonly HashSet<string> Counted = new(StringComparer.OrdinalIgnoreCase) // as routes are matched
    {
        "/api/productos", "/api/ventas", "/api/movimientos", "/api/cotizaciones", "/api/ordenes-compra", "/api/categorias", "/api/proveedores",
        "/api/usuarios", "/api/invitaciones", "/api/invitaciones/aceptar", "/api/empresas", "/api/admin/restablecer",
    };

    private readonly ConcurrentDictionary<IPAddress, Queue<DateTimeOffset>> _posts = [];
    private int _sinceSweep;

    /// <summary>True for requests that count; the door's own forms do as the API behind them.</summary>
    public static bool Counts(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value is { } path && (path.Contains("/api/auth/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase) || Counted.Contains(path));

    /// <summary>Lets a request in and counts it, or says how many whole seconds it must wait; a refused one does not count.</summary>
    public int? Refuse(IPAddress address)
    {
        var now = clock.GetUtcNow();
        if (Interlocked.Increment(ref _sinceSweep) % Sweep == 0) Forget(now);
        while (true)
        {
            var posts = _posts.GetOrAdd(AddressLimits.NetworkOf(address), _ => new Queue<DateTimeOffset>(settings.PostLimit));
            lock (posts)
            {
                // Swept away between the two lines above: whoever comes next would count in another queue.
                if (!_posts.TryGetValue(AddressLimits.NetworkOf(address), out var present) || !ReferenceEquals(posts, present)) continue;
                while (posts.TryPeek(out var oldest) && oldest + settings.PostWindow <= now) posts.Dequeue();
                if (posts.Count >= settings.PostLimit) return Math.Max(1, (int)Math.Ceiling((posts.Peek() + settings.PostWindow - now).TotalSeconds));
                posts.Enqueue(now);
                return null;
            }
        }
    }

    /// <summary>The contract's refusal.</summary>
    public static IResult Say(HttpContext http, int seconds)
    {
        var text = seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = text;
        return InventoryJson.Error(429, $"Demasiados intentos de inicio de sesión. Espera {text} segundos.");
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, posts) in _posts)
            lock (posts)
                if (posts.Count == 0 || posts.Last() + settings.PostWindow <= now) _posts.TryRemove(KeyValuePair.Create(address, posts));
    }
}
