using System.Net;
using System.Net.Sockets;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations;

/// <summary>All addresses of a name.</summary>
internal delegate Task<IPAddress[]> ResolveName(string name, CancellationToken ct);

/// <summary>A name leads to no public address.</summary>
internal sealed class InnerAddressException() : IOException("The name leads to no public address.");

/// <summary>Opens connections to other services: a company may name one (Sidekick contract §9.1), so none may lead inside, except to what the settings name.</summary>
/// <remarks>A name is resolved once, and the connection goes to the very address that was looked at: a second answer of the name's owner is never asked for.</remarks>
internal sealed class Dialer(Settings settings, ResolveName resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var address) ? [address] : await resolve(context.DnsEndPoint.Host, ct);
        if (!settings.AllowPrivateNetworks && !settings.OwnServices.Contains((context.DnsEndPoint.Host, context.DnsEndPoint.Port))) addresses = Array.FindAll(addresses, PublicAddresses.IsPublic);
        if (addresses.Length == 0) throw new InnerAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
