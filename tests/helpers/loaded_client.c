/* One of our programs for tests: hands its call to the process of loaded_server.py, which forks where the
   program would begin. Where the fork would be another process than the program, that one is run. */

#define _GNU_SOURCE

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST (256 * 1024)

extern char **environ;

static char call[MOST];
static uint32_t length = sizeof(uint32_t); /* it is the first of the call */

static int add(const char *word) {
    size_t size = strlen(word) + 1;
    if (length + size > MOST)
        return 0;
    memcpy(call + length, word, size);
    length += size;
    return 1;
}

static int add_number(long number) {
    char word[32];
    snprintf(word, sizeof word, "%ld", number);
    return add(word);
}

/* What Python looks at before it runs anything, and what a fork of another process does not have. */
static int alike(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGCHLD, SIGXFSZ};
    static const int limits[] = {RLIMIT_AS, RLIMIT_FSIZE, RLIMIT_CPU, RLIMIT_DATA};
    int locale = 0;
    if (getsid(0) != SESSION)
        return 0;
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            return 0;
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction now;
        if (sigaction(signals[i], NULL, &now) || now.sa_handler != SIG_DFL)
            return 0;
    }
    for (unsigned i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit now;
        if (getrlimit(limits[i], &now) || now.rlim_cur != RLIM_INFINITY)
            return 0;
    }
    for (char **one = environ; *one; one++) {
        if (!strncmp(*one, "PYTHON", 6) || !strncmp(*one, "LANG", 4))
            return 0;
        if (!strncmp(*one, "LC_", 3)) {
            if (strcmp(*one, "LC_ALL=C.UTF-8"))
                return 0;
            locale = 1;
        }
    }
    return locale;
}

static int sent(int socket, int directory) {
    int handed[] = {0, 1, 2, directory};
    char space[CMSG_SPACE(sizeof handed)] = {0};
    struct iovec part = {call, length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof handed);
    memcpy(CMSG_DATA(head), handed, sizeof handed);
    ssize_t done = sendmsg(socket, &message, MSG_NOSIGNAL);
    for (ssize_t more; done > 0 && done < length; done += more)
        if ((more = send(socket, call + done, length - done, MSG_NOSIGNAL)) <= 0)
            _exit(3); /* half a call: it is too late for the true program */
    return done == length;
}

/* The socket on which the end will be told, -1 where the true program is to be run. */
static int handed_over(const char *name, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = SOCKET};
    int many = 0;
    int directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0);
    umask(mask);
    while (argv[many + 1])
        many++;
    if (directory < 0 || fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        return -1;
    if (!add(name) || !add_number(getppid()) || !add_number(mask) || !add_number(many))
        return -1;
    for (char **one = argv + 1; *one; one++)
        if (!add(*one))
            return -1;
    for (char **one = environ; *one; one++)
        if (!add(*one))
            return -1;
    memcpy(call, &length, sizeof length);
    return sent(fd, directory) ? fd : -1;
}

int main(int argc, char **argv) {
    const char *slash = argc ? strrchr(argv[0], '/') : NULL;
    const char *name = slash ? slash + 1 : argv[0];
    int fd = alike() ? handed_over(name, argv) : -1;
    if (fd >= 0) {
        int status;
        if (recv(fd, &status, sizeof status, MSG_WAITALL) != sizeof status)
            return 3;
        if (WIFSIGNALED(status)) {
            struct rlimit none = {0, 0};
            setrlimit(RLIMIT_CORE, &none);
            kill(getpid(), WTERMSIG(status));
        }
        return WEXITSTATUS(status);
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", TRUE_PROGRAMS, name);
    execv(path, argv);
    perror(path);
    return 3;
}
