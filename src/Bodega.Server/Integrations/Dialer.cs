using System.Net;
using System.Net.Sockets;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations;

/// <summary>All addresses of a name.</summary>
internal delegate Task<IPAddress[]> ResolveName(string name, CancellationToken ct);

/// <summary>A name leads to no public address.</summary>
internal sealed class InnerAddressException() : IOException("The name leads to no public address.");

/// <summary>Opens connections to other services: a company may name one (Sidekick contract §9.1), so none of those may lead inside.</summary>
/// <remarks>A name is resolved once, and the connection goes to the very address that was looked at: a second answer of the name's owner is never asked for.</remarks>
internal sealed class Dialer(Settings settings, ResolveName resolve)
{
    /// <summary>Connects to a service of the house's own choice; what the settings name may be inside.</summary>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct) =>
        ConnectAsync(context.DnsEndPoint, mayBeInside: settings.AllowPrivateNetworks || settings.OwnServices.Contains((context.DnsEndPoint.Host, context.DnsEndPoint.Port)), ct);

    /// <summary>Connects to a service that a company has named.</summary>
    public ValueTask<Stream> ConnectForCompanyAsync(SocketsHttpConnectionContext context, CancellationToken ct) => ConnectAsync(context.DnsEndPoint, settings.AllowPrivateNetworks, ct);

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint service, bool mayBeInside, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(service.Host, out var address) ? [address] : await resolve(service.Host, ct);
        if (!mayBeInside) addresses = Array.FindAll(addresses, PublicAddresses.IsPublic);
        if (addresses.Length == 0) throw new InnerAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, service.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
