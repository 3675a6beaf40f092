/* What Swift's Glibc module leaves out and an event loop needs. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

/* glibc shows this one to programs that ask for GNU extensions only, which Swift's importer does not. */
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
