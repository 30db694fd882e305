using Bodega.Mail;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Mails that are owed.</summary>
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
}
